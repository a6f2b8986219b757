import GuestModel

/// Definitions that were carried out before, by their digests: such a file need not be read again.
public struct KnownDefinitions: Sendable {
    /// Changes with the readers, so that a newer version reads every file again.
    let version: String
    let guests: [String: RecordedGuest]
    /// The guests by the files that defined them last.
    let sources: [String: RecordedGuest]
    /// What a guest that was carried out is, for when it has to be compared with others.
    let configuration: @Sendable (RecordedGuest) -> GuestConfiguration?

    /// - Parameters:
    ///   - version: of the program.
    ///   - guests: by the digest of their definitions.
    ///   - sources: the guests by the files that defined them last. Such a file that defines nothing any more is no reason to
    ///     take its guest for removed.
    ///   - configuration: gives a recorded guest whole; asked only when something else has changed.
    public init(
        version: String, guests: [String: RecordedGuest] = [:], sources: [String: RecordedGuest] = [:],
        configuration: @escaping @Sendable (RecordedGuest) -> GuestConfiguration? = { _ in nil }
    ) {
        self.version = version
        self.guests = guests
        self.sources = sources
        self.configuration = configuration
    }

    /// The same, with every file to be read again.
    public var readingAll: Self {
        Self(version: version, sources: sources, configuration: configuration)
    }
}
