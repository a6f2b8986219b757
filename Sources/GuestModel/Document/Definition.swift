/// One guest that somebody wants.
public struct Definition: Sendable, Hashable {
    /// The file, relative to the definitions directory.
    public var file: String
    /// What tells this file, as this version of the readers understands it, from any other.
    public var digest: String
    /// The file says more than a guest's configuration, or the readers had something to say about it: what is recorded of it
    /// can never stand for it.
    public var mustBeRead: Bool
    /// A link in the folder `auto` of the directory leads to it, as xendomains has it for guests that start with their host.
    public var startsWithHost: Bool
    /// A file that is what it was when it was carried out last is not read, and has no document.
    public var content: Content

    public init(
        file: String, digest: String, mustBeRead: Bool = false, startsWithHost: Bool = false, content: Content
    ) {
        self.file = file
        self.digest = digest
        self.mustBeRead = mustBeRead
        self.startsWithHost = startsWithHost
        self.content = content
    }

    /// What the file says.
    public enum Content: Sendable, Hashable {
        /// Apart from the definition itself, which is copied about and mostly does not need it.
        indirect case read(GuestDocument)
        /// The same as when it was carried out last: it need not be read again.
        case unchanged(RecordedGuest)
    }

    /// The guest's name.
    public var name: String {
        switch content {
        case .read(let document): document.configuration.name
        case .unchanged(let guest): guest.name
        }
    }

    /// The identity that the file gives the guest, or that is recorded for it.
    public var uuid: GuestUUID? {
        switch content {
        case .read(let document): document.configuration.uuid
        case .unchanged(let guest): guest.uuid
        }
    }

    /// The file's content, if it was read.
    public var document: GuestDocument? {
        if case .read(let document) = content { document } else { nil }
    }
}

/// A guest whose definition has not changed since it was carried out.
public struct RecordedGuest: Sendable, Hashable {
    /// As the state has it.
    public var name: String
    /// As the state has it: the definition's own, or the one that was made up for a definition without.
    public var uuid: GuestUUID

    public init(name: String, uuid: GuestUUID) {
        self.name = name
        self.uuid = uuid
    }
}

/// A file that should be a definition and is not one that can be used.
public struct RejectedDefinition: Sendable, Hashable {
    /// The file, or the folder that could not be read, relative to the definitions directory.
    public var file: String
    /// The name of the guest that it may define, as far as it could be made out.
    public var name: String?

    public init(file: String, name: String? = nil) {
        self.file = file
        self.name = name
    }
}
