import GuestModel
import Host
import Testing

@testable import XenHost

extension XenHostTests {
    /// xenstored tells when domains come and go.
    @Suite struct Changes {
        /// Each watch of xenstored's says something when it is set, so nothing falls between a first look and the watch.
        @Test func whoListensIsToldToLookOnceTheWatchesAreSet() async throws {
            let host = try PretendedHost().open()
            for _ in 0..<20 {
                let stream = try await host.changes()
                let first = Task {
                    for await _ in stream { return true }
                    return false
                }
                let clock = Task {
                    try await Task.sleep(for: .seconds(10))
                    first.cancel()
                }
                #expect(await first.value)
                clock.cancel()
            }
        }

        // MARK: Media

        private let pretended: PretendedHost
        private let host: XenHost

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
            // Of an HVM guest libxl would ask the device model.
            var guest = GuestConfiguration.small()
            guest.disks = [.drive("hdc", "/dev/zero"), .drive("hdd", "/dev/null")]
            try pretended.add(guest, domid: 3, nonce: "n")
            pretended.addDrive("hdc", 5632, "/dev/zero", to: 3)
        }

        @Test func aMediumThatTheGuestLetsOutIsToldAtOnce() async throws {
            let heard = ejections(try await host.changes())
            try await Task.sleep(for: .milliseconds(200))
            pretended.store["/local/domain/3/device/vbd/5632/eject"] = "eject"
            #expect(await heard.value == [3])
        }

        @Test func whatWasLetOutBeforeIsToldToWhoListensNow() async throws {
            pretended.store["/local/domain/3/device/vbd/5632/eject"] = "eject"
            #expect(await ejections(try await host.changes()).value == [3])
        }

        @Test func aDriveThatComesLaterIsListenedTo() async throws {
            let heard = ejections(try await host.changes())
            try await Task.sleep(for: .milliseconds(200))
            pretended.addDrive("hdd", 5696, "/dev/null", to: 3)
            try await Task.sleep(for: .milliseconds(200))
            pretended.store["/local/domain/3/device/vbd/5696/eject"] = "eject"
            #expect(await heard.value == [3])
        }

        @Test func aGuestThatEjectsAgainAndAgainIsToldOfOnceInAWhile() async throws {
            let heard = ejections(try await host.changes(), of: 2, within: .seconds(5))
            try await Task.sleep(for: .milliseconds(200))
            for _ in 0..<20 { pretended.store["/local/domain/3/device/vbd/5632/eject"] = "eject" }
            #expect(await heard.value == [3])
        }

        @Test func anotherDiskHasNothingToLetOut() async throws {
            pretended.addDisk("xvda", 51712, "/dev/zero", to: 3)
            let heard = ejections(try await host.changes(), within: .seconds(1))
            try await Task.sleep(for: .milliseconds(200))
            pretended.store["/local/domain/3/device/vbd/51712/eject"] = "eject"
            pretended.store["/local/domain/3/device/vbd/5632/eject"] = "no"
            #expect(await heard.value == [])
        }

        @Test func aDriveWhoseMediumIsOutIsSeenAsEmpty() async throws {
            pretended.addDrive("hdd", 5696, "/dev/null", to: 3)
            let before = try #require(try await host.domain(3)?.seen())
            pretended.store["/local/domain/3/device/vbd/5632/eject"] = "eject"
            let after = try #require(try await host.domain(3)?.seen())
            #expect(before.fingerprint != after.fingerprint)
            #expect(try before.configuration.decoded().disks.map(\.path) == ["/dev/zero", "/dev/null"])
            let disks = try after.configuration.decoded().disks
            #expect(disks.map(\.path) == [nil, "/dev/null"] && disks.map(\.format) == [.empty, .raw])
        }

        /// The domains whose ejections are told, until there are so many.
        private func ejections(
            _ events: AsyncStream<HostEvent>, of count: Int = 1, within limit: Duration = .seconds(10)
        ) -> Task<[Domid], Never> {
            let listener = Task {
                var heard: [Domid] = []
                for await case .ejection(let domid) in events {
                    heard.append(domid)
                    if heard.count == count { break }
                }
                return heard
            }
            Task {
                try? await Task.sleep(for: limit)
                listener.cancel()
            }
            return listener
        }
    }
}

extension Disk {
    fileprivate static func drive(_ vdev: String, _ path: String) -> Disk {
        var disk = Disk()
        disk.vdev = vdev
        disk.path = path
        disk.format = .raw
        disk.backend = .phy
        disk.cdrom = true
        disk.removable = true
        return disk
    }
}
