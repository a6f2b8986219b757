import GuestModel

/// Makes a guest of a file.
public protocol GuestReader: Sendable {
    /// Reads one file's bytes. Never fails: what cannot be read is said in the result.
    func read(_ bytes: [UInt8], file: String) -> ReadResult
}

/// What a reader made of a file.
public struct ReadResult: Sendable {
    /// The guest; nil if and only if there is an error among the diagnostics.
    public var document: GuestDocument?
    /// In the order of the file.
    public var diagnostics: [Diagnostic]
    /// The name that the file gives its guest, where it could be made out although there is no document.
    public var name: String?

    /// A document that comes with an error is no document; its name remains. An empty name is none.
    public init(document: GuestDocument?, diagnostics: [Diagnostic], name: String? = nil) {
        self.name = (name ?? document?.configuration.name).flatMap { $0.isEmpty ? nil : $0 }
        self.document = diagnostics.contains { $0.severity == .error } ? nil : document
        self.diagnostics = diagnostics.inFileOrder
    }
}

/// Writes a guest in a format.
public protocol GuestWriter: Sendable {
    /// Writes the guest, and says what gets lost. Never fails: what the format has no words for is a loss, and so is a
    /// password that is not asked for.
    func write(_ document: GuestDocument, options: WriteOptions) -> WriteResult
}

/// What the person who asked for a conversion wants.
public struct WriteOptions: Sendable, Hashable {
    /// Write passwords out; else each is left out, and reported as a loss.
    public var includesSecrets: Bool

    public init(includesSecrets: Bool = false) { self.includesSecrets = includesSecrets }

    /// Takes the passwords out of a guest, unless they are asked for.
    ///
    /// - Returns: a loss for each.
    public func withholdSecrets(of guest: inout GuestConfiguration) -> [WriteResult.Loss] {
        guard !includesSecrets else { return [] }
        return guest.removeSecrets().map {
            .init(place: $0, value: "(secret)", reason: "passwords are written with --secrets only")
        }
    }
}

/// What a writer made of a guest.
public struct WriteResult: Sendable {
    /// The whole file, with a newline at its end.
    public var text: String
    /// What the text does not say.
    public var losses: [Loss]

    public init(text: String, losses: [Loss]) {
        self.text = text
        self.losses = losses
    }

    /// Something of a guest that the format written cannot say.
    public struct Loss: Sendable, Hashable, CustomStringConvertible {
        /// The field, as a plan would name it: `features.nestedHVM`, `disks[xvda].script`.
        public var place: String
        /// The value that is lost, as a person reads it.
        public var value: String
        /// Why: one sentence, without a full stop.
        public var reason: String

        public init(place: String, value: String, reason: String) {
            self.place = place
            self.value = value
            self.reason = reason
        }

        public var description: String { "\(place) = \(value) is lost: \(reason)" }
    }
}
