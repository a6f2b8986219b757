import FormatSupport
import GuestModel

/// What may be done to the guests of a directory: xenward.yaml, and what their own files say.
public struct Policy: Sendable, Hashable {
    /// For every guest.
    var defaults: [Setting] = []
    /// In the order of the file; of two that are about the same guest and key, the later counts.
    var rules: [Rule] = []
    /// A plan that destroys more guests is not carried out; nil for no limit. Key: `max-destroy`.
    public var destroyLimit: Int?
    /// A plan that restarts more guests is not carried out; nil for no limit. Key: `max-restart`.
    public var restartLimit: Int?

    /// Everything is as it is when nobody says anything.
    public init() {}

    /// A key that was set somewhere, to a value that is known to be sound.
    struct Setting: Sendable, Hashable {
        var key: PolicyKey
        var text: String
    }

    struct Rule: Sendable, Hashable {
        var pattern: NamePattern
        var settings: [Setting]
    }

    /// The policy of a guest of which nothing but the name is known.
    public func policy(for name: String) -> GuestPolicy {
        // Mostly nobody says anything, and there may be thousands of guests.
        if defaults.isEmpty, rules.isEmpty { return Self.standard }
        var policy = GuestPolicy()
        for setting in defaults + rules.filter({ $0.pattern.matches(name) }).flatMap(\.settings) {
            // It was sound when the file was read.
            try? policy.set(setting.key, to: setting.text)
        }
        return policy
    }

    private static let standard = GuestPolicy()

    /// The names and patterns that the file has something to say of, and that are none of these guests'.
    public func patterns(withoutAnyOf names: Set<String>) -> [NamePattern] {
        rules.map(\.pattern).filter { pattern in !names.contains(where: pattern.matches) }
    }

    /// Whether a key is set for anybody.
    func mentions(_ key: PolicyKey) -> Bool {
        (defaults + rules.flatMap(\.settings)).contains { $0.key == key }
    }

    /// The policy of a guest whose own file says something, too; that counts most.
    ///
    /// - Parameter diagnostics: gets an error for each annotation that is no policy.
    public func policy(
        for name: String, annotations: [GuestDocument.Annotation], diagnostics: inout [Diagnostic]
    ) -> GuestPolicy {
        var policy = policy(for: name)
        for annotation in annotations {
            guard let key = PolicyKey(rawValue: annotation.key) else {
                diagnostics.append(
                    Diagnostic(.error, .unknown, at: annotation.location, Self.unknown(annotation.key)))
                continue
            }
            do throws(PolicyValueError) {
                try policy.set(key, to: annotation.value)
            } catch {
                diagnostics.append(Diagnostic(.error, .value, at: annotation.location, error.message))
            }
        }
        return policy
    }

    static func unknown(_ key: String) -> String {
        let hint = Spelling.nearest(to: key, among: PolicyKey.allCases.map(\.rawValue)).map { "; is \($0) meant?" }
        let all = PolicyKey.allCases.map(\.rawValue).joined(separator: ", ")
        return "\(key) is no policy key\(hint ?? "; there are \(all)")"
    }
}
