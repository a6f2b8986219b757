/// One guest that somebody wants.
public struct Definition: Sendable, Hashable {
    /// The file, relative to the definitions directory.
    public var file: String
    /// SHA-256 of the file's bytes, in hexadecimal.
    public var digest: String
    public var document: GuestDocument

    public init(file: String, digest: String, document: GuestDocument) {
        self.file = file
        self.digest = digest
        self.document = document
    }

    public var configuration: GuestConfiguration { document.configuration }
}

/// A file that should be a definition and is not one that can be used.
public struct RejectedDefinition: Sendable, Hashable {
    /// The file, or the folder that could not be read, relative to the definitions directory.
    public var file: String
    /// The names of the guests that it may define, as far as they could be made out.
    public var name: String?

    public init(file: String, name: String? = nil) {
        self.file = file
        self.name = name
    }
}
