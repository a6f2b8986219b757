import GuestModel
import Host
import Testing

@testable import XenHost

extension XenHostTests {
    /// What is kept with a domain.
    @Suite struct Userdata {
        let pretended: PretendedHost
        let host: XenHost
        let web: DomainReference

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
            web = try pretended.add(.small(), domid: 3, nonce: "n")
        }

        @Test func aDomainHasNoneAtFirst() async throws { #expect(try await host.userdata(of: web) == nil) }

        @Test(arguments: ["x", "Grüße\nzweite Zeile\n", String(repeating: "0123456789", count: 20_000)])
        func whatIsStoredComesBack(_ text: String) async throws {
            try await host.storeUserdata(text, of: web)
            #expect(try await host.userdata(of: web) == text)
            #expect(try pretended.files().contains("userdata-d.3.\(web.uuid).xenward"))
        }

        @Test func theLastOneCounts() async throws {
            try await host.storeUserdata("a longer first text", of: web)
            try await host.storeUserdata("second", of: web)
            #expect(try await host.userdata(of: web) == "second")
        }

        @Test func otherToolstacksAreKnownByTheirs() async throws {
            #expect(try await host.otherToolstacks(of: web) == [])
            try pretended.write("<domain/>", userdata: "libvirt-xml", of: 3, web.uuid)
            #expect(try await host.otherToolstacks(of: web) == [.libvirt])
            try pretended.write("name='web'", userdata: "xl", of: 3, web.uuid)
            #expect(try await host.otherToolstacks(of: web) == [.libvirt, .xl])
        }
    }
}
