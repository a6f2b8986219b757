import Applying
import ArgumentParser
import FormatSupport
import GuestModel
import Host
import Planning

struct Adopt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Take over a running domain that somebody else made.",
        discussion: """
            The domain is looked at, and not touched; from then on it is the guest that its definition speaks of. Where \
            the two differ, the plan that follows says so, and apply makes the domain what the definition says.

            A definition of the domain's name, and of its uuid if it gives one, has to be in the directory. --write makes \
            one of what runs, to be read before the domain is adopted.
            """)

    @Argument(help: ArgumentHelp("The guest.", valueName: "name"), completion: GuestNames.completion)
    var name: String
    @Option(
        help: ArgumentHelp(
            "Adopt nothing; write a definition of the domain to this new file: xl.cfg, or libvirt's XML when it ends in .xml.",
            valueName: "file"), completion: .file())
    var write: String?
    @Flag(
        help:
            "With --write: write passwords out, too. A guest that is adopted without them loses them when it starts next."
    )
    var secrets = false
    @OptionGroup var source: DirectoryOption
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !secrets || write != nil else { throw ValidationError("--secrets is for what --write writes") }
    }

    func run() async throws {
        let console = output.console
        try await console.run {
            let connection = try Connection(target)
            if let write {
                return try await DefinitionFile(path: write).write(
                    name, on: connection, secrets: secrets, json: output.json, console)
            }
            let store = Session.store(target, connection)
            let right = try RightToAct(store, on: connection, purpose: "adopt", console)
            let session = try await Session.open(
                target, connection, store, directory: source.path, console, readsAll: true)
            session.reportDefinitions(console, directory: source.path)
            let plan = Plan.adopting(name, session.input())
            if plan.isEmpty {
                for remark in plan.remarks { console.note("\(remark.guest): \(remark.text)") }
                return try show(plan, try await session.plan(PlanOptions(targets: [name])), [], console)
            }
            guard let action = plan.actions.first, case .adopt(let domain, _) = action.work else {
                let isDefined = session.definitions.definitions.contains { $0.name == name }
                let hint = isDefined ? "" : "; --write FILE makes one of a domain that runs"
                throw CommandError(message: plan.actions.map { "\($0.guest) \($0.reason)" }.joined() + hint)
            }
            let others = try await others(with: domain, session)
            let report = await session.carryOut(plan, as: "adopt \(name)", console)
            if let reason = report.recordingFailure {
                throw CommandError(message: "the state could not be written, so nothing was adopted: \(reason)")
            }
            if let failure = ApplyText(palette: console.palette).failures(report.outcomes).first {
                throw CommandError(message: failure)
            }
            _ = consume right
            for line in Self.warnings(name, others) { console.note(line) }
            let next = try await session.afterwards(report).plan(PlanOptions(targets: [name]))
            return try show(plan, next, others, console)
        }
    }

    private func others(with domain: DomainReference, _ session: Session) async throws -> Set<Toolstack> {
        do throws(HostError) {
            return try await session.host.otherToolstacks(of: domain)
        } catch {
            throw CommandError(message: "\(name): who else keeps the domain cannot be found out: \(error)")
        }
    }

    /// What it means that somebody else may act on the domain, too.
    private static func warnings(_ name: String, _ others: Set<Toolstack>) -> [String] {
        var lines = [
            """
            \(name): the xl that started it may watch it, and act by itself when it shuts down, as it read its on_* then; \
            xenward acts on it 30 s later, if it is still there
            """
        ]
        if others.contains(.libvirt) {
            lines.append("\(name): libvirt keeps a definition of it, too, and goes by that; undefine it there")
        }
        if others.contains(.xl) {
            lines.append("\(name): xl keeps a configuration for its next reboot, and goes by that once")
        }
        return lines
    }

    private func show(_ plan: Plan, _ next: Plan, _ others: Set<Toolstack>, _ console: Console) throws -> ExitCode {
        let text = PlanText(palette: console.palette)
        if output.json {
            let names = others.map(\.rawValue).sorted().map { FieldValue.string($0) }
            try console.data(
                Documents.text(
                    "adopt",
                    [
                        .init("adopted", .list(plan.actions.map(\.document))), .init("toolstacks", .list(names)),
                        .init("next", .record(Documents.members(of: next))),
                    ]))
        } else {
            try console.data(plan.actions.map { "Adopted \($0.guest): \($0.reason).\n" }.joined())
            try console.data(text.render(next))
        }
        return .success
    }
}
