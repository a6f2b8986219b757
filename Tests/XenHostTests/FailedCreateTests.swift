import Foundation
import GuestModel
import Host
import HypercallStandIn
import LibxlJSON
import Testing

@testable import XenHost

extension XenHostTests {
    /// A create that fails says why, and leaves nothing.
    @Suite struct FailedCreates {
        let pretended: PretendedHost
        let host: XenHost
        private let store: [String: String]

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
            store = pretended.store.everything
        }

        private func create(_ configuration: CanonicalConfiguration) async throws -> HostError {
            let error = await failure { () throws(HostError) in
                _ = try await host.create(configuration, nonce: "n", userdata: "text")
            }
            #expect(pretended.store.everything == store)
            #expect(try pretended.files() == [])
            #expect(try await host.observe().domains == [])
            return try #require(error)
        }

        /// With a file for a kernel, so that it fails later.
        private var bootable: GuestConfiguration {
            var guest = GuestConfiguration.small()
            guest.boot.kernel = "/proc/self/exe"
            return guest
        }

        @Test func whatIsNoGuest() async throws {
            #expect(try await create(CanonicalConfiguration(text: "{\"c_info\": 3}")).code == .invalid)
            #expect(pretended.done.isEmpty)
        }

        @Test func aGuestWithoutAUUID() async throws {
            var guest = bootable
            guest.uuid = nil
            #expect(try await create(CanonicalConfiguration(guest)).detail == "the guest has no uuid")
            #expect(pretended.done.isEmpty)
        }

        @Test func tooLittleMemory() async throws {
            var guest = bootable
            (guest.memory.target, guest.memory.maximum) = (9 << 20, 9 << 20)
            let error = try await create(CanonicalConfiguration(guest))
            #expect(error.code == .noMemory)
            #expect(error.detail.hasPrefix("not enough memory: it needs "))
            #expect(pretended.done.isEmpty, "Xen was not even asked")
        }

        @Test(arguments: [ENOMEM, EINVAL]) func aDomainThatXenRefuses(_ reason: Int32) async throws {
            standin_refuse(DomainControl.create, reason)
            let error = try await create(CanonicalConfiguration(bootable))
            #expect(error.operation == "libxl_domain_create_new")
            #expect(error.detail.contains(String(cString: strerror(reason))))
        }

        private var isCheckedForMemory: Bool {
            ProcessInfo.processInfo.environment["LD_PRELOAD"]?.contains("sigsuspend") ?? false
        }

        /// libxl ends device models by SIGHUP, and the threads of Swift's pool block it.
        @Test func aChildHearsEverySignalInASessionOfItsOwn() async throws {
            let folder = NSTemporaryDirectory() + "xenward-bootloader-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            // Without a child: a shell that waits for one clears its own mask.
            let copy = "while read -r line; do echo \"$line\"; done < /proc/self/status > \(folder)/seen"
            let script = "#!/bin/sh\n\(copy)\nexit 1\n"
            try script.write(toFile: folder + "/bootloader", atomically: true, encoding: .utf8)
            chmod(folder + "/bootloader", 0o755)
            try Data(count: 4096).write(to: URL(fileURLWithPath: folder + "/disk"))
            var guest = GuestConfiguration.small()
            guest.boot.kernel = nil
            guest.boot.bootloader = folder + "/bootloader"
            var disk = Disk()
            disk.vdev = "xvda"
            disk.path = folder + "/disk"
            disk.format = .raw
            guest.disks = [disk]
            _ = try await create(CanonicalConfiguration(guest))
            let seen = try String(contentsOfFile: folder + "/seen", encoding: .utf8)
            func value(_ key: String) -> String? {
                let line = seen.split(separator: "\n").first { $0.hasPrefix("\(key):") }
                return line.map { $0.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces) }
            }
            // Under valgrind the kernel shows valgrind's own mask.
            if !isCheckedForMemory { #expect(value("SigBlk") == "0000000000000000") }
            #expect(value("NSsid") != nil && value("NSsid") == value("Pid"))
        }

        @Test func aDomainThatCannotBeBuilt() async throws {
            let error = try await create(CanonicalConfiguration(bootable))
            #expect(error.operation == "libxl_domain_create_new")
            #expect(pretended.done.first == "createdomain 1")
            #expect(pretended.done.contains("destroydomain 1"))
        }
    }
}
