import GuestModel
import Host
import HypercallStandIn
import Testing

@testable import XenHost

extension XenHostTests {
    /// Two looks have one fingerprint exactly when they see the same.
    @Suite struct Fingerprints {
        let pretended: PretendedHost

        init() throws {
            pretended = try PretendedHost()
            standin_set_places(8, 2)
            pretended.addPool(1, "quiet")
            try pretended.add(.small(), domid: 3)
        }

        private func fingerprint() async throws -> String {
            try #require(await pretended.open().domain(3)).seen().fingerprint
        }

        @Test func twoLooksAtTheSameAreTheSame() async throws {
            #expect(try await fingerprint() == fingerprint())
        }

        @Test(arguments: Change.allCases) func whatChangesShows(_ change: Change) async throws {
            let before = try await fingerprint()
            change.make(on: pretended)
            #expect(try await fingerprint() != before)
        }

        enum Change: CaseIterable {
            case name, hardAffinity, softAffinity, nodes, pool, weight, target, maximum, online, disk, nic, keyboard

            func make(on pretended: PretendedHost) {
                let home = "/local/domain/3"
                switch self {
                case .name: pretended.store["\(home)/name"] = "other"
                case .hardAffinity: standin_set_affinity(3, 1, false, 1)
                case .softAffinity: standin_set_affinity(3, 1, true, 1)
                case .nodes: standin_set_node_affinity(3, 1)
                case .pool: standin_set_pool(3, 1)
                case .weight: standin_set_weight(3, 10)
                case .target: pretended.store["\(home)/memory/target"] = "1024"
                case .maximum: pretended.store["\(home)/memory/static-max"] = "99999"
                case .online: pretended.store["\(home)/cpu/1/availability"] = "offline"
                case .disk:
                    pretended.addDisk("xvda", 51712, "/d", to: 3)
                case .nic: pretended.addNIC("00:16:3e:00:00:07", to: 3)
                case .keyboard: pretended.addBackend("vkbd", 0, of: 3, ["unique-id": "k"])
                }
            }
        }
    }
}
