import GuestModel
import Host
import HypercallStandIn
import Testing

@testable import XenHost

extension XenHostTests {
    /// An effect meets the domain that it is meant for, or nothing happens.
    @Suite struct Identities {
        let pretended: PretendedHost
        let host: XenHost

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
            pretended.addPool(1, "quiet")
            try pretended.add(.small(), domid: 3, nonce: "n")
        }

        enum Mistake: CaseIterable {
            case anotherUUID, anotherNonce, noNonce, goneDomain

            var reference: DomainReference {
                switch self {
                case .anotherUUID: DomainReference(domid: 3, uuid: .number(9), nonce: "n")
                case .anotherNonce: DomainReference(domid: 3, uuid: .number(1), nonce: "m")
                case .noNonce: DomainReference(domid: 3, uuid: .number(1), nonce: nil)
                case .goneDomain: DomainReference(domid: 4, uuid: .number(1), nonce: "n")
                }
            }
        }

        @Test(arguments: Effect.allCases, Mistake.allCases)
        func anEffectRefusesAnotherDomain(_ effect: Effect, _ mistake: Mistake) async throws {
            let (store, files) = (pretended.store.everything, try pretended.files())
            let error = await failure { () throws(HostError) in
                try await effect.happen(to: mistake.reference, on: host)
            }
            #expect(error?.code == .domainNotFound)
            #expect(pretended.done.isEmpty)
            #expect(pretended.store.everything == store)
            #expect(try pretended.files() == files)
        }
    }
}

/// Everything that is asked of a host about one domain.
enum Effect: CaseIterable {
    case destroy, shutDown, pause, unpause, preserve, dumpCore, softReset, rename, memoryTarget, maximumMemory
    case onlineVCPUs, affinity, nodeAffinity, cpuPool, scheduling, attach, detach, medium, readUserdata, storeUserdata
    case otherToolstacks

    func happen(to domain: DomainReference, on host: XenHost) async throws(HostError) {
        switch self {
        case .destroy: try await host.destroy(domain)
        case .shutDown: try await host.shutDown(domain, within: .zero)
        case .pause: try await host.pause(domain)
        case .unpause: try await host.unpause(domain)
        case .preserve: try await host.preserve(domain, suffix: "-old")
        case .dumpCore: try await host.dumpCore(domain, to: "/nowhere/core")
        case .softReset: try await host.softReset(domain, userdata: "")
        case .rename: try await host.rename(domain, to: "other")
        case .memoryTarget: try await host.setMemoryTarget(domain, to: 32768)
        case .maximumMemory: try await host.setMaximumMemory(domain, to: 65536)
        case .onlineVCPUs: try await host.setOnlineVCPUs(domain, to: [0])
        case .affinity: try await host.setAffinity(domain, hard: [[0]], soft: [[0]])
        case .nodeAffinity: try await host.setNodeAffinity(domain, to: [0])
        case .cpuPool: try await host.move(domain, toCPUPool: "quiet")
        case .scheduling: try await host.setScheduling(domain, to: SchedulerParameters())
        case .attach: try await host.attach(.nic(NetworkInterface()), to: domain)
        case .detach: try await host.detach(.nic(NetworkInterface()), from: domain)
        case .medium: try await host.insertMedium(Disk(), in: domain)
        case .readUserdata: _ = try await host.userdata(of: domain)
        case .storeUserdata: try await host.storeUserdata("text", of: domain)
        case .otherToolstacks: _ = try await host.otherToolstacks(of: domain)
        }
    }
}
