import GuestModel
import Host
import LibxlJSON
import Planning
import Testing

@Suite("A plan asks whether all that it builds fits into memory")
struct MemoryTests {
    /// Which guests memory is asked for, in their order, and which domains make room for them.
    private func questions(_ plan: Plan) throws -> [String: Set<Domid>] {
        var questions: [String: Set<Domid>] = [:]
        for case .memory(let guest, let ending) in plan.requirements { questions[try guest.decoded().name] = ending }
        return questions
    }

    private func other(_ name: String, _ number: UInt8) -> GuestConfiguration {
        Situation.guest(name, uuid: GuestUUID("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b0\(number)"))
    }

    @Test("each guest that is built is asked for, replaced ones before new ones, and none that only changes")
    func order() throws {
        var situation = Situation.settled()
        situation.edit { $0.features.nestedHVM = true }
        situation.definitions.append(Situation.definition(other("a-new-one", 1)))
        #expect(try questions(situation.plan) == ["a-new-one": []])
        situation.options.allowsRestart = true
        var asked: [String] = []
        for case .memory(let guest, _) in situation.plan.requirements { asked.append(try guest.decoded().name) }
        #expect(asked == ["web1", "a-new-one"])
        #expect(try questions(situation.plan)["web1"] == [3], "what the old domain holds is free by then")
    }

    @Test("domains that go make room for the first one")
    func goes() throws {
        var situation = Situation.settled()
        situation.definitions = ["a", "b"].map { Situation.definition(other($0, $0 == "a" ? 1 : 2)) }
        situation.options.prunes = true
        #expect(try questions(situation.plan) == ["a": [3], "b": []])
    }

    @Test("a domain that is preserved makes no room")
    func preserved() throws {
        var guest = Situation.guest()
        guest.shutdownActions.onCrash = .restartRename
        var situation = Situation.settled(guest)
        situation.domains[0].state = .shutDown(.crash)
        #expect(try questions(situation.plan) == ["web1": []])
    }

    @Test("the guest that does not fit is blocked, with both numbers; the others are not")
    func blocked() throws {
        var situation = Situation()
        situation.definitions = ["a", "b"].map { Situation.definition(other($0, $0 == "a" ? 1 : 2)) }
        let answers = try situation.plan.requirements.map { requirement -> RequirementAnswer in
            guard case .memory(let guest, _) = requirement, try guest.decoded().name == "b" else { return .met }
            return .tooLittleMemory(needed: 512 << 10, free: 1 << 10)
        }
        let plan = situation.plan.blocking(unmet: answers, situation.input)
        #expect(plan.lines == ["+ a", "? b"])
        #expect(plan.actions[1].reason == "cannot be created: it needs 512 MiB of memory, and 1 MiB are free")
    }
}
