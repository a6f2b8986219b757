import GuestModel
import YAML

/// Reads xenward.yaml.
///
///     version: 1
///     max-destroy: 2
///     defaults:
///       update: next-boot
///     guests:
///       web*:
///         update: restart
///         stop: {timeout: 120, then: destroy}
///         after: [db1, {guest: db2, running: 30}]
public enum PolicyFile {
    /// The version of the layout.
    public static let version = 1

    /// - Throws: ``YAMLError`` with the place of what is not understood: a policy that is half understood is none.
    public static func read(_ bytes: [UInt8]) throws(YAMLError) -> Policy {
        guard let document = try YAMLReader.read(bytes) else { return Policy() }
        var top = try YAMLMapping(document, of: "a policy")
        if let node = top.optional("version") {
            let version = try node.integer(Int.self)
            guard version == Self.version else {
                throw YAMLError(
                    at: node.position, "this is version \(version); xenward knows version \(Self.version)")
            }
        }
        var policy = Policy()
        policy.destroyLimit = try top.optional("max-destroy").map { node throws(YAMLError) in try limit(node) }
        policy.restartLimit = try top.optional("max-restart").map { node throws(YAMLError) in try limit(node) }
        if let node = top.optional("defaults") { policy.defaults = try settings(node) }
        if let node = top.optional("guests") {
            guard case .mapping(let pairs) = node.content else {
                throw YAMLError(at: node.position, "guests has to be a mapping: a name or a pattern, and its keys")
            }
            for pair in pairs {
                policy.rules.append(
                    .init(pattern: NamePattern(pair.key), settings: try settings(pair.value)))
            }
        }
        try top.refuseOthers { Spelling.nearest(to: $0, among: $1) }
        return policy
    }

    private static func limit(_ node: YAMLNode) throws(YAMLError) -> Int { Int(try node.integer(UInt32.self)) }

    /// Keys of one guest; a mapping within stands for keys with a dot.
    private static func settings(_ node: YAMLNode, below prefix: String = "") throws(YAMLError) -> [Policy.Setting] {
        guard case .mapping(let pairs) = node.content else {
            throw YAMLError(at: node.position, "expected policy keys and their values")
        }
        var settings: [Policy.Setting] = []
        for pair in pairs {
            let name = prefix + pair.key
            guard let key = PolicyKey(rawValue: name) else {
                let hasParts = PolicyKey.allCases.contains { $0.rawValue.hasPrefix(name + ".") }
                guard hasParts, case .mapping = pair.value.content else {
                    throw YAMLError(at: pair.keyPosition, Policy.unknown(name))
                }
                settings += try Self.settings(pair.value, below: name + ".")
                continue
            }
            let text = try text(pair.value, key)
            var probe = GuestPolicy()
            do throws(PolicyValueError) {
                try probe.set(key, to: text)
            } catch {
                throw YAMLError(at: pair.value.position, error.message)
            }
            settings.append(.init(key: key, text: text))
        }
        return settings
    }

    /// A value as an annotation would have it.
    private static func text(_ node: YAMLNode, _ key: PolicyKey) throws(YAMLError) -> String {
        switch node.content {
        case .scalar(let text, _): return text
        case .sequence(let elements):
            var texts: [String] = []
            for element in elements { texts.append(try self.element(element, key)) }
            return texts.joined(separator: ",")
        case .mapping: throw YAMLError(at: node.position, "\(key.rawValue) takes no mapping, but \(key.values)")
        }
    }

    /// `db1`, or a guest with what makes it ready.
    private static func element(_ node: YAMLNode, _ key: PolicyKey) throws(YAMLError) -> String {
        guard case .mapping = node.content, key == .after else { return try node.string() }
        var dependency = try YAMLMapping(node, of: "a dependency")
        var words = [try dependency.required("guest").string()]
        if let running = dependency.optional("running") { words.append("running=\(try running.integer(UInt32.self))") }
        if let entry = dependency.optional("xenstore") { words.append("xenstore=\(try entry.string())") }
        try dependency.refuseOthers { Spelling.nearest(to: $0, among: $1) }
        return words.joined(separator: " ")
    }
}
