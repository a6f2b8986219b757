import GuestModel
import Host
import HypercallStandIn
import Testing

@testable import XenHost

extension XenHostTests {
    /// Domains and devices that somebody has begun to take away.
    @Suite struct Leaving {
        let pretended: PretendedHost
        let host: XenHost

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
        }

        @Test("a domain that is being destroyed already is waited for, and not taken for another one")
        func dying() async throws {
            let web = try pretended.add(.small(), domid: 3, nonce: "n")
            standin_set_flags(3, Flags.dying)
            pretended.store["/local/domain/3"] = nil
            let others = Task {
                try await Task.sleep(for: .milliseconds(300))
                standin_remove_domain(3)
            }
            let start = ContinuousClock.now
            try await host.destroy(web)
            #expect(.now - start >= .milliseconds(250), "it was there until then")
            try await others.value
            #expect(pretended.done.isEmpty)
        }

        @Test("a disk and an interface whose backends were told to go, and have, are not there any more")
        func devices() async throws {
            var guest = GuestConfiguration.small()
            var disk = Disk()
            (disk.vdev, disk.path, disk.format, disk.backend) = ("xvda", "/dev/vg0/a", .raw, .phy)
            guest.disks = [disk]
            var nic = NetworkInterface()
            (nic.mac, nic.devid) = (MACAddress("00:16:3e:00:00:01"), 0)
            guest.nics = [nic]
            try pretended.add(guest, domid: 3, nonce: "n")
            let devices = [
                (
                    "vbd", 51712,
                    [
                        "dev": "xvda", "params": "/dev/vg0/a", "type": "phy", "mode": "w", "device-type": "disk",
                        "removable": "0",
                    ]
                ),
                ("vif", 0, ["mac": "00:16:3e:00:00:01", "handle": "0"]),
            ]
            for (kind, number, values) in devices {
                let folder = "/libxl/3/device/\(kind)/\(number)"
                pretended.store["\(folder)/backend"] = "/local/domain/0/backend/\(kind)/3/\(number)"
                pretended.store["\(folder)/frontend"] = "/local/domain/3/device/\(kind)/\(number)"
                for (key, value) in values { pretended.store["\(folder)/\(key)"] = value }
                pretended.store["/local/domain/0/backend/\(kind)/3/\(number)/online"] = "1"
            }
            let there = try #require(try await seen())
            #expect(there.disks.map(\.vdev) == ["xvda"])
            #expect(there.nics.count == 1)
            for (kind, number, _) in devices {
                pretended.store["/local/domain/0/backend/\(kind)/3/\(number)/online"] = "0"
                pretended.store["/local/domain/0/backend/\(kind)/3/\(number)/state"] = "5"
            }
            #expect(
                try await seen().map { [$0.disks.count, $0.nics.count] } == [1, 1], "the guest has not let go of them")
            for (kind, number, _) in devices {
                pretended.store["/local/domain/0/backend/\(kind)/3/\(number)/state"] = "6"
            }
            #expect(try await seen().map { [$0.disks.count, $0.nics.count] } == [0, 0])
        }

        private func seen() async throws -> GuestConfiguration? {
            guard case .known(let seen)? = try await host.domain(3)?.configuration else { return nil }
            return try seen.configuration.decoded()
        }
    }
}
