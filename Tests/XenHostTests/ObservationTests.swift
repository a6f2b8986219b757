import GuestModel
import Host
import HypercallStandIn
import Testing

@testable import XenHost

extension XenHostTests {
    /// What observing says of domains, and that one sick domain spoils no other.
    @Suite struct Observation {
        let pretended: PretendedHost

        init() throws { pretended = try PretendedHost() }

        private func observe() async throws -> [Domid: ObservedDomain] {
            let domains = try await pretended.open().observe().domains
            return Dictionary(uniqueKeysWithValues: domains.map { ($0.domid, $0) })
        }

        @Test func theHostIsDescribed() async throws {
            pretended.addPool(2, "NUMA-1")
            let host = try await pretended.open().observe().host
            #expect(host.version == "4.17.0")
            #expect(host.totalMemory == 16 << 20)
            #expect(host.cpus == CPUSet(first: 8))
            #expect(host.cpupools == ["NUMA-1", "Pool-0"])
            #expect(host.defaultCPUPool == "Pool-0", "the one with number 0, whatever the others are called")
            #expect(host.guestKinds == [.pv, .pvh, .hvm])
            #expect(!host.bootID.isEmpty)
        }

        @Test func domainsAreListedByWhatTheyAre() async throws {
            try pretended.add(.small("web"), domid: 3, nonce: "n3")
            try pretended.add(.small("db", uuid: 2), domid: 5)
            let seen = try await pretended.open().observe().domains
            #expect(seen.map(\.domid) == [3, 5], "dom0 is not among them")
            #expect(seen.map(\.name) == ["web", "db"])
            #expect(seen.map(\.uuid) == [.number(1), .number(2)])
            #expect(seen.map(\.nonce) == ["n3", nil])
            #expect(seen.map(\.state) == [.running, .running])
        }

        @Test func manyValuesAreWhatEachIs() throws {
            let store = Store()
            let paths = (0..<150).map { "/local/domain/\($0)/name" }
            for (number, path) in paths.enumerated() where number % 3 != 1 {
                store[path] = number % 3 == 0 ? "" : String(repeating: "n", count: number * 20)
            }
            let values = try #require(try XenstoreValues(of: paths)).values
            for (number, path) in paths.enumerated() {
                #expect(values[path] == store[path], "\(number)")
                #expect((values[path] == nil) == (number % 3 == 1))
            }
            #expect(try XenstoreValues(of: [])?.values == [:])
            #expect(throws: HostError.self) { try XenstoreValues(of: ["/local/domain", "no path//"]) }
        }

        @Test func eachOfManyDomainsHasItsOwnNameAndNonce() async throws {
            for number in 1...6 {
                let nonce = number.isMultiple(of: 2) ? "nonce \(number)" : nil
                try pretended.add(.small("guest\(number)", uuid: UInt64(number)), domid: Domid(number), nonce: nonce)
            }
            let seen = try await pretended.open().observe(.domains([])).domains
            #expect(seen.map(\.name) == (1...6).map { "guest\($0)" })
            #expect(seen.map(\.nonce) == (1...6).map { $0.isMultiple(of: 2) ? "nonce \($0)" : nil })
        }

        @Test(arguments: [
            (Flags.running, DomainState.running), (0, .running), (Flags.paused, .paused),
            (Flags.shutDown(0), .shutDown(.poweroff)), (Flags.shutDown(1), .shutDown(.reboot)),
            (Flags.shutDown(2), .shutDown(.suspend)), (Flags.shutDown(3), .shutDown(.crash)),
            (Flags.shutDown(4), .shutDown(.watchdog)), (Flags.shutDown(5), .shutDown(.softReset)),
            (Flags.shutDown(77), .shutDown(.crash)), (Flags.dying | Flags.shutDown(0), .dying),
        ])
        func theStateIsTheHypervisors(_ flags: UInt32, _ state: DomainState) async throws {
            try pretended.add(.small(), domid: 3)
            standin_set_flags(3, flags)
            #expect(try await observe()[3]?.state == state)
        }

        @Test func aDomainWithoutStoredConfigurationSpoilsNoOther() async throws {
            try pretended.add(.small("theirs"), domid: 3, hasStoredConfiguration: false)
            try pretended.add(.small("ours", uuid: 2), domid: 4)
            let seen = try await observe()
            #expect(seen[3]?.reason?.contains("libxl has no configuration of it") == true)
            #expect(seen[3]?.name == "theirs")
            #expect(try seen[4]?.guest().name == "ours")
        }

        @Test func aPoolWhoseSchedulerLibxlCannotReadHidesOnlyItsOwnDomains() async throws {
            pretended.addPool(1, "avionics", scheduler: .arinc653)
            try pretended.add(.small("flight"), domid: 3)
            try pretended.add(.small("web", uuid: 2), domid: 4)
            standin_set_pool(3, 1)
            let seen = try await observe()
            #expect(seen[3]?.reason?.contains("libxl_retrieve_domain_configuration") == true)
            #expect(try seen[4]?.guest().name == "web")
        }

        @Test func aDyingDomainIsNotAskedForItsConfiguration() async throws {
            try pretended.add(.small(), domid: 3)
            standin_set_flags(3, Flags.dying)
            #expect(try await observe()[3]?.reason == "the domain is being destroyed")
        }

        @Test func aDomainWithoutANameIsSeenWithoutOne() async throws {
            try pretended.add(.small(), domid: 3)
            try pretended.add(.small("web", uuid: 2), domid: 4)
            pretended.store["/local/domain/3/name"] = nil
            let seen = try await observe()
            #expect(seen[3]?.name == nil)
            #expect(seen[3]?.reason == "it has no name: it is being made or destroyed")
            #expect(try seen[4]?.guest().name == "web")
        }

        @Test func aDeviceModelThatIsNotThereHidesOnlyItsOwnDomain() async throws {
            try pretended.add(.small("windows", .hvm), domid: 3)
            try pretended.add(.small("web", uuid: 2), domid: 4)
            let seen = try await observe()
            #expect(seen[3]?.name == "windows")
            #expect(seen[3]?.reason?.contains("libxl_retrieve_domain_configuration") == true)
            #expect(try seen[4]?.guest().name == "web")
        }

        @Test func aDomainThatKeepsLibxlWaitingEndsTheLookAtItsDeadline() async throws {
            try pretended.add(.small("stuck"), domid: 3, nonce: "n")
            try pretended.add(.small("web", uuid: 2), domid: 4)
            standin_hold(3)
            defer { standin_release() }
            var timing = XenHost.Timing.brief
            timing.observation = .seconds(4)
            let host = try pretended.open(timing)
            let start = ContinuousClock.now
            let seen = try await host.observe().domains
            #expect(.now - start < .seconds(20))
            #expect(seen.first?.reason == "it did not answer within 4.0 seconds")
            #expect(seen.first?.nonce == "n", "it is known for ours all the same")
            #expect(try seen.last?.guest().name == "web")
        }

        @Test func oneDomainIsObservedByItself() async throws {
            try pretended.add(.small(), domid: 3)
            let host = try pretended.open()
            #expect(try await host.domain(3)?.guest().name == "web")
            #expect(try await host.domain(4) == nil)
        }
    }
}
