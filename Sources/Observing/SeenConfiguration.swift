import LibxlJSON

/// A domain's configuration as it was seen, made out only when somebody asks for it.
///
/// Most looks find what the last one found; their fingerprints tell that without more.
public struct SeenConfiguration: Sendable, Hashable {
    /// The same for two looks that saw the same, and for no others.
    public let fingerprint: String
    private let makeOut: @Sendable () -> CanonicalConfiguration

    /// A configuration that is there already; its text is its own fingerprint.
    public init(_ configuration: CanonicalConfiguration) {
        fingerprint = configuration.text
        makeOut = { configuration }
    }

    /// - Parameters:
    ///   - fingerprint: of everything that the configuration depends on.
    ///   - makeOut: gives the configuration.
    public init(fingerprint: String, makeOut: @escaping @Sendable () -> CanonicalConfiguration) {
        self.fingerprint = fingerprint
        self.makeOut = makeOut
    }

    /// The configuration, made out anew every time.
    public var configuration: CanonicalConfiguration { makeOut() }

    public static func == (a: Self, b: Self) -> Bool { a.fingerprint == b.fingerprint }

    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
