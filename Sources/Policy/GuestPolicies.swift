import FormatSupport
import GuestModel

/// The policy of each guest of a run.
public struct GuestPolicies: Sendable, Hashable {
    /// The directory's, xenward.yaml; what guests' own files say is not in it.
    public let policy: Policy
    /// Of guests whose own file says something.
    private var annotated: [String: GuestPolicy] = [:]

    /// That of guests whose files say nothing of their own.
    public init(_ policy: Policy = Policy()) { self.policy = policy }

    /// - Parameter faults: gets, for each file whose annotations are no policy, what is wrong with it.
    public init(_ policy: Policy, _ definitions: [Definition], faults: inout [String: [Diagnostic]]) {
        self.policy = policy
        for definition in definitions {
            guard let annotations = definition.document?.annotations, !annotations.isEmpty else { continue }
            var diagnostics: [Diagnostic] = []
            annotated[definition.name] = policy.policy(
                for: definition.name, annotations: annotations, diagnostics: &diagnostics)
            if !diagnostics.isEmpty { faults[definition.file] = diagnostics }
        }
    }

    /// Whether any guest needs another.
    public var hasDependencies: Bool {
        policy.mentions(.after) || annotated.values.contains { !$0.dependencies.isEmpty }
    }

    /// A guest's, by its name.
    public subscript(name: String) -> GuestPolicy { annotated[name] ?? policy.policy(for: name) }
}
