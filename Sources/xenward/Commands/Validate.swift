import ArgumentParser
import Definitions
import FormatSupport
import GuestModel
import Planning
import Policy

struct Validate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Read every definition, and say what is wrong with it.",
        discussion: """
            Looks at no host and no state. An xl.cfg is read as on a host with xl's defaults, or with the xl.conf that \
            $XENWARD_XL_CONF names. Ends 1 when a definition cannot be used.
            """)

    @OptionGroup var source: DirectoryArgument
    @Option(
        help: ArgumentHelp(
            "The policy file.", discussion: "Default: xenward.yaml in the directory.", valueName: "file"),
        completion: .file())
    var config: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = output.console
        try await console.run {
            var set = try await Session.scan(source.path, XLConf.read(for: nil))
            let policies = set.heed(try PolicySource.read(config, directory: source.path))
            set.diagnostics +=
                circles(set.definitions, policies) + strangers(set, policies) + idleRules(set, policies)
                + idlePolicies(set)
            let errors = set.diagnostics.count { $0.severity == .error }
            let warnings = set.diagnostics.count { $0.severity == .warning }
            console.report(set.diagnostics)
            for file in set.skipped { console.detail("\(source.path)/\(file.file): passed over: \(file.reason)") }
            if output.json {
                let guests = set.definitions.map { definition -> FieldValue in
                    .record([
                        .init("name", .string(definition.name)), .init("file", .string(definition.file)),
                        .init("type", .string(definition.type)),
                    ])
                }
                let skipped = set.skipped.map { file -> FieldValue in
                    .record([.init("file", .string(file.file)), .init("reason", .string(file.reason))])
                }
                try console.data(
                    Documents.text(
                        "validation",
                        [
                            .init("definitions", .list(guests)), .init("skipped", .list(skipped)),
                            Documents.diagnostics(set.diagnostics),
                        ]))
            } else {
                for definition in set.definitions {
                    try console.data(
                        "\(definition.name)  \(definition.type)  \(definition.file)"
                    )
                }
            }
            if set.isEmpty { console.note("\(source.path): no definitions") }
            console.note(
                [(set.definitions.count, "definition"), (errors, "error"), (warnings, "warning")]
                    .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", "))
            return errors == 0 ? .success : ExitStatus.error
        }
    }

    /// Policies in folders below: whoever writes one wants it to be heeded.
    private func idlePolicies(_ set: DefinitionSet) -> [Diagnostic] {
        let heeded = FileIdentity(of: PolicySource.path(config, in: source.path))
        return set.skipped.map { "\(source.path)/\($0.file)" }
            .filter { $0.hasSuffix("/xenward.yaml") && FileIdentity(of: $0) != heeded }
            .map {
                Diagnostic(
                    .warning, .file, at: SourceLocation(file: $0),
                    "this policy is not heeded: the one at the top of the directory is for all guests in it")
            }
    }

    /// Guests that come after one that nobody defines here: mostly a slip of the pen.
    private func strangers(_ set: DefinitionSet, _ policies: GuestPolicies) -> [Diagnostic] {
        let names = Set(set.definitions.map(\.name) + set.rejected.compactMap(\.name))
        return set.definitions.flatMap { definition in
            policies[definition.name].dependencies.filter { !names.contains($0.guest) }.map { dependency in
                let hint =
                    Spelling.nearest(to: dependency.guest, among: names.filter { $0 != definition.name }).map {
                        "; is \($0) meant?"
                    } ?? ""
                return Diagnostic(
                    .warning, .unknown, at: SourceLocation(file: "\(source.path)/\(definition.file)"),
                    "\(definition.name) comes after \(dependency.guest), which is not defined here\(hint)")
            }
        }
    }

    /// What the policy has to say of guests that nobody defines here: a slip of the pen may have cost a guest its protection.
    private func idleRules(_ set: DefinitionSet, _ policies: GuestPolicies) -> [Diagnostic] {
        let names = Set(set.definitions.map(\.name) + set.rejected.compactMap(\.name))
        return policies.policy.patterns(withoutAnyOf: names).map { pattern in
            let hint = Spelling.nearest(to: pattern.text, among: names).map { "; is \($0) meant?" } ?? ""
            return Diagnostic(
                .warning, .unknown, at: SourceLocation(file: PolicySource.path(config, in: source.path)),
                "guests has \(pattern.text), and no guest of that name is defined here\(hint)")
        }
    }

    /// Guests of which each would have to run before the others do; each circle is told of once.
    private func circles(_ definitions: [Definition], _ policies: GuestPolicies) -> [Diagnostic] {
        let dependencies = Dependencies(definitions.map(\.name), policies)
        return definitions.compactMap { definition in
            guard let circle = dependencies.circle(of: definition.name), circle.min() == definition.name else {
                return nil
            }
            return Diagnostic(
                .error, .file, at: SourceLocation(file: "\(source.path)/\(definition.file)"),
                "no guest of these can be started first: \(Dependencies.words(circle))")
        }
    }
}

extension Definition {
    /// In xl.cfg's words.
    fileprivate var type: String { document?.configuration.type.kind.rawValue ?? "" }
}
