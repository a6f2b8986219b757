/// A guest that xenward made, whose domain runs and that the state does not know.
public struct ForgottenGuest: Sendable, Hashable {
    /// What it was called when it was made.
    public let name: String
    /// The state that it was made under, where that is another one; nil for one that `xenward state repair` remembers by itself.
    public let lineage: String?

    public init(name: String, lineage: String? = nil) { (self.name, self.lineage) = (name, lineage) }

    /// The command that has it remembered.
    var remedy: String { "\"xenward state repair\(lineage.map { " --lineage \($0)" } ?? "")\"" }
}
