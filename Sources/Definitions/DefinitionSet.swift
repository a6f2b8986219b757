import FormatSupport
import GuestModel

/// What a directory of definitions says.
public struct DefinitionSet: Sendable {
    /// The guests that the directory wants, in the order of their files.
    public var definitions: [Definition]
    /// Files that look like a guest and give none. Their guests are unknown, which is not the same as unwanted.
    public var rejected: [RejectedDefinition]
    /// Files and folders that are no definitions.
    public var skipped: [SkippedFile]
    /// Folders that hold nothing at all, relative to the directory: what they held may only be out of reach.
    public var emptyFolders: Set<String>
    /// Everything there is to say about the files, in their order.
    public var diagnostics: [Diagnostic]
    /// Which file it was that was read, by its name.
    var identities: [String: FileIdentity] = [:]

    public init(
        definitions: [Definition] = [], rejected: [RejectedDefinition] = [], skipped: [SkippedFile] = [],
        emptyFolders: Set<String> = [], diagnostics: [Diagnostic] = []
    ) {
        self.definitions = definitions
        self.rejected = rejected
        self.skipped = skipped
        self.emptyFolders = emptyFolders
        self.diagnostics = diagnostics
    }

    /// Sets definitions aside that are found unsound after they were read.
    ///
    /// - Parameter faults: by file, what is wrong with it.
    public mutating func reject(_ faults: [String: [Diagnostic]]) {
        guard !faults.isEmpty else { return }
        setAside { faults[$0.file] != nil }
        diagnostics += faults.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// Leaves definitions out of account, so that their guests stay as they are.
    public mutating func setAside(_ isUnsure: (Definition) -> Bool) {
        let unsure = definitions.filter(isUnsure)
        rejected += unsure.map { RejectedDefinition(file: $0.file, name: $0.name) }
        let files = Set(unsure.map(\.file))
        definitions.removeAll { files.contains($0.file) }
    }

    /// Whether there is nothing in the directory that looks like a guest.
    public var isEmpty: Bool { definitions.isEmpty && rejected.isEmpty }
}

/// A file that was passed over.
public struct SkippedFile: Sendable, Hashable {
    /// The file or folder, relative to the definitions directory.
    public var file: String
    /// As a sentence without a full stop.
    public var reason: String

    public init(file: String, reason: String) {
        self.file = file
        self.reason = reason
    }
}

/// A definitions directory that cannot be scanned at all.
public struct DefinitionsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// As it was named, without a slash at its end.
    public var directory: String
    /// What the operating system said, without a full stop; with advice where the directory is not there.
    public var reason: String

    public var description: String { "\(directory): \(reason)" }
}
