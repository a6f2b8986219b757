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
            #expect(try await answer(.cpus(below: 8)) == .met)
            #expect(try await answer(.cpus(below: 9)) == .unmet("cpu 8: the host has 8, from 0 on"))
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
