import GuestModel
import Host
import LibxlJSON
import Testing
import XLConfig

@testable import XenHost

extension XenHostTests {
    /// Which number a new domain gets.
    @Suite struct Domids {
        @Test("xl.conf's domid_policy: random is any number, xen the next one", arguments: [false, true])
        func theNumberOfADomain(isRandom: Bool) async throws {
            var toolstack = ToolstackConfiguration.withoutBallooning
            toolstack.domidPolicy = isRandom ? .random : .xen
            let pretended = try PretendedHost()
            let host = try pretended.open(nil, toolstack)
            // It has a domain made, which then cannot be built.
            var guest = GuestConfiguration.small()
            guest.boot.kernel = "/proc/self/exe"
            let asked = CanonicalConfiguration(guest)
            for _ in 1...2 {
                _ = await failure { () throws(HostError) in
                    _ = try await host.create(asked, nonce: "n", userdata: "text")
                }
            }
            let made = pretended.done.filter { $0.hasPrefix("createdomain ") }
            #expect(made.count == 2)
            #expect((made == ["createdomain 1", "createdomain 2"]) != isRandom)
        }
    }
}
