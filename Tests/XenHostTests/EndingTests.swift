import Glibc
import GuestModel
import Host
import HypercallStandIn
import Testing

@testable import XenHost

extension XenHostTests {
    /// How a domain ends, or does not.
    @Suite struct Endings {
        let pretended: PretendedHost
        let host: XenHost

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
        }

        @Test func aGuestThatNeverAnswersIsWaitedForUntilTheDeadline() async throws {
            let web = try pretended.add(.small(), domid: 3)
            let start = ContinuousClock.now
            let error = await failure { () throws(HostError) in
                try await host.shutDown(web, within: .milliseconds(300))
            }
            #expect(error?.code == .guestTimedOut)
            #expect(error?.detail == "the guest still runs after 0.3 seconds")
            #expect(.now - start < .seconds(5))
            #expect(pretended.store["/local/domain/3/control/shutdown"] == "poweroff")
            #expect(pretended.done.isEmpty, "it is asked, and not ended")
        }

        @Test(arguments: [true, false]) func aGuestThatShutsDownIsNotWaitedForLonger(acknowledges: Bool) async throws {
            let web = try pretended.add(.small(), domid: 3)
            let guest = Task {
                while pretended.store["/local/domain/3/control/shutdown"] != "poweroff" {
                    try await Task.sleep(for: .milliseconds(10))
                }
                if acknowledges { pretended.store["/local/domain/3/control/shutdown"] = "" }
                standin_set_flags(3, Flags.shutDown(0))
            }
            defer { guest.cancel() }
            let start = ContinuousClock.now
            try await host.shutDown(web, within: .seconds(30))
            #expect(.now - start < .seconds(10))
            #expect(try await host.domain(3)?.state == .shutDown(.poweroff))
        }

        @Test func aGuestWithoutParavirtualDriversHasItsPowerButtonPressed() async throws {
            let windows = try pretended.add(.small("windows", .hvm), domid: 3)
            standin_set_pv_drivers(3, false)
            _ = await failure { () throws(HostError) in try await host.shutDown(windows, within: .milliseconds(500)) }
            #expect(pretended.done == ["sendtrigger 3 3"], "XEN_DOMCTL_SENDTRIGGER_POWER")
        }

        @Test func aGuestWithParavirtualDriversIsAskedThroughThem() async throws {
            let windows = try pretended.add(.small("windows", .hvm), domid: 3)
            standin_set_pv_drivers(3, true)
            _ = await failure { () throws(HostError) in try await host.shutDown(windows, within: .milliseconds(500)) }
            #expect(pretended.store["/local/domain/3/control/shutdown"] == "poweroff")
            #expect(pretended.done.isEmpty)
        }

        @Test func aPausedGuestIsSaidToBePaused() async throws {
            let web = try pretended.add(.small(), domid: 3)
            standin_set_flags(3, Flags.paused)
            let error = await failure { () throws(HostError) in try await host.shutDown(web, within: .zero) }
            #expect(error?.detail.hasPrefix("it is paused, and cannot shut down") == true)
            // What it was asked for may be written only now; the next test is to begin with nothing.
            for _ in 0..<100 where pretended.store["/local/domain/3/control/shutdown"] == nil {
                try await Task.sleep(for: .milliseconds(50))
            }
        }

        @Test func aDestroyedDomainLeavesNothing() async throws {
            let store = pretended.store.everything
            let web = try pretended.add(.small(), domid: 3, nonce: "n")
            try await host.storeUserdata("text", of: web)
            try await host.destroy(web)
            #expect(pretended.done.last == "destroydomain 3")
            #expect(try await host.domain(3) == nil)
            #expect(pretended.store.everything == store)
            #expect(try pretended.files() == [])
        }

        @Test func aDomainThatDoesNotLeaveTheListIsReported() async throws {
            let web = try pretended.add(.small(), domid: 3)
            standin_refuse(DomainControl.destroy, EBUSY)
            let error = await failure { () throws(HostError) in try await host.destroy(web) }
            #expect(error?.operation == "libxl_domain_destroy")
            #expect(error?.domain == "web")
        }

        @Test func aPreservedDomainIsRenamedAndStaysOurs() async throws {
            let web = try pretended.add(.small(), domid: 3, nonce: "n")
            standin_set_flags(3, Flags.shutDown(3))
            try await host.preserve(web, suffix: "-crashed")
            let seen = try #require(await host.domain(3))
            #expect(seen.name == "web-crashed")
            #expect(seen.reference == web)
            #expect(seen.state == .shutDown(.crash))
        }
    }
}

/// Numbers of domctls (XEN_DOMCTL_…).
enum DomainControl {
    static let create: UInt32 = 1
    static let destroy: UInt32 = 2
    static let maximumVCPUs: UInt32 = 15
}
