import GuestModel

/// Something a reader has to say about a file.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    /// How grave it is; the order is from least to most.
    public enum Severity: String, Sendable, Hashable, Comparable {
        /// Worth knowing; nothing needs doing.
        case note
        /// The guest is read, but perhaps not as its author meant.
        case warning
        /// There is no guest to be had from this file.
        case error

        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// What kind of remark it is, for those who filter.
    public enum Reason: String, Sendable, Hashable {
        /// The file is not what its format demands.
        case syntax
        /// Larger or deeper than is accepted.
        case limit
        /// A value that breaks a rule of the format or of Xen.
        case value
        /// A key, element or attribute that the format does not have.
        case unknown
        /// Known to the format, and of no use on Xen.
        case meaningless
        /// Known to the format, and not in libxl 4.17.
        case unsupported
        /// Known, of use, and not read by this version of xenward.
        case unread
        /// Accepted, but there is a better way to say it.
        case deprecated
        /// Two definitions that cannot both hold.
        case conflict
        /// The file could not be read at all.
        case file
    }

    /// With a single error a file gives no guest.
    public var severity: Severity
    /// Not part of the message that a person reads; `--json` has it.
    public var reason: Reason
    /// The place that has to be changed; the whole file where no line of it can be blamed.
    public var location: SourceLocation
    /// One sentence, without a full stop: what is wrong, and what to do about it.
    public var message: String

    public init(_ severity: Severity, _ reason: Reason, at location: SourceLocation, _ message: String) {
        self.severity = severity
        self.reason = reason
        self.location = location
        self.message = message
    }

    public var description: String { "\(location): \(severity): \(message)" }
}

extension [Diagnostic] {
    /// By line and column; what stands at one place, and what has none, stays in the order in which it was said.
    package var inFileOrder: [Diagnostic] {
        guard count > 1 else { return self }
        return enumerated().sorted { place($0) < place($1) }.map(\.element)
    }

    private func place(_ pair: (offset: Int, element: Diagnostic)) -> (Int, Int, Int) {
        (pair.element.location.line ?? 0, pair.element.location.column ?? 0, pair.offset)
    }
}

extension Diagnostic.Severity: CustomStringConvertible {
    public var description: String { rawValue }
}
