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

        @Test func aDomainThatCannotBeBuilt() async throws {
            let error = try await create(CanonicalConfiguration(bootable))
            #expect(error.operation == "libxl_domain_create_new")
            #expect(pretended.done.first == "createdomain 1")
            #expect(pretended.done.contains("destroydomain 1"))
        }
    }
}
