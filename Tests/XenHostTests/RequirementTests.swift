import GuestModel
import Host
import HypercallStandIn
import LibxlJSON
import Testing

@testable import XenHost

extension XenHostTests {
    /// What the host says to what a guest requires.
    @Suite struct Requirements {
        let pretended: PretendedHost
        let host: XenHost

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
        }

        private func answer(_ requirement: Requirement) async throws -> RequirementAnswer? {
            try await host.answer([requirement]).first
        }

        @Test func aMissingFileIsNamedWithTheReason() async throws {
            #expect(
                try await answer(.readable(path: "/nowhere/vmlinuz", purpose: "kernel"))
                    == .unmet("kernel /nowhere/vmlinuz: No such file or directory"))
        }

        @Test func aFileThatIsThereWillDo() async throws {
            #expect(try await answer(.readable(path: "/proc/self/exe", purpose: "kernel")) == .met)
        }

        @Test func aDirectoryIsNeitherDiskNorKernel() async throws {
            #expect(
                try await answer(.writable(path: "/tmp", purpose: "disk")) == .unmet("disk /tmp: it is a directory"))
            #expect(
                try await answer(.readable(path: "/tmp", purpose: "kernel")) == .unmet("kernel /tmp: it is a directory")
            )
        }

        @Test func aMissingBridgeIsNamed() async throws {
            #expect(try await answer(.bridge("nobr0")) == .unmet("bridge nobr0: dom0 has no interface of this name"))
            #expect(try await answer(.bridge("lo")) == .met)
        }

        @Test func cpusAreThoseOfTheHost() async throws {
            #expect(try await answer(.cpus([0, 7])) == .met)
            #expect(try await answer(.cpus([8])) == .unmet("cpu 8: the host has 0-7"))
        }

        @Test func cpusThatAreMissingInBetweenArePassedOverAsXenDoes() async throws {
            standin_take_cpus_away(0b1010_1010)
            #expect(try await answer(.cpus([6])) == .met)
            #expect(try await answer(.cpus([5, 6])) == .met)
            #expect(try await answer(.cpus([5])) == .unmet("cpu 5: the host has 0,2,4,6"))
            #expect(try await answer(.cpus([5, 7])) == .unmet("cpus 5,7: the host has 0,2,4,6"))
        }

        @Test func aMissingCPUPoolIsNamed() async throws {
            #expect(try await answer(.cpupool("Pool-0")) == .met)
            #expect(try await answer(.cpupool("quiet")) == .unmet("cpupool quiet: the host has none of this name"))
        }

        @Test func guestsAskedAboutTogetherShareTheMemory() async throws {
            // 8 GiB are free.
            let guests = (1...3).map { number in
                var guest = GuestConfiguration.small("g\(number)", uuid: UInt64(number))
                (guest.memory.target, guest.memory.maximum) = (3 << 20, 3 << 20)
                return Requirement.memory(for: CanonicalConfiguration(guest), ending: [])
            }
            let answers = try await host.answer(guests)
            #expect(answers.prefix(2) == [.met, .met])
            #expect(answers.last != .met)
        }

        @Test func whatEndingDomainsHoldCountsAsFree() async throws {
            try pretended.add(.small(), domid: 3)
            standin_set_free_pages(16384)
            let guest = CanonicalConfiguration(.small("next", uuid: 2))
            #expect(try await answer(.memory(for: guest, ending: [])) != .met)
            #expect(try await answer(.memory(for: guest, ending: [3])) == .met)
        }
    }
}
