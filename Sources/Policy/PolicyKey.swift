import GuestModel

/// The keys of a guest's policy: below `defaults` and `guests` in xenward.yaml, in xl.cfg's `xenward` list, and as elements of
/// `<policy>` in libvirt's `<metadata>`.
public enum PolicyKey: String, Sendable, Hashable, CaseIterable {
    case state
    case update
    case stopTimeout = "stop.timeout"
    case stopThen = "stop.then"
    case hostShutdown = "host-shutdown"
    case prune
    case protect
    case drift
    case ignore
    case afterPoweroff = "after-poweroff"
    case crashLimit = "crash.limit"
    case crashWithin = "crash.within"
    case crashDelay = "crash.delay"
    case rebootLimit = "reboot.limit"
    case rebootWithin = "reboot.within"
    case rebootDelay = "reboot.delay"
    case after
    case rollback
    case suspend

    /// The values that it takes, in words.
    public var values: String {
        switch self {
        case .state: Self.words(GuestPolicy.State.self)
        case .update: Self.words(GuestPolicy.Reach.self)
        case .stopThen: Self.words(Stopping.Then.self)
        case .hostShutdown: Self.words(GuestPolicy.HostShutdown.self)
        case .drift: Self.words(GuestPolicy.Drift.self)
        case .afterPoweroff: Self.words(GuestPolicy.AfterPoweroff.self)
        case .stopTimeout, .crashWithin, .rebootWithin: "seconds, from 1 on"
        case .crashDelay, .rebootDelay: "seconds, from 0 on"
        case .crashLimit, .rebootLimit: "a number, from 1 on"
        case .prune, .protect, .rollback, .suspend: "true or false"
        case .ignore: "fields, such as memory.target"
        case .after: "guests, each alone, or followed by running=SECONDS or xenstore=KEY"
        }
    }

    private static func words<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> String
    where Choice.RawValue == String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

/// A value that a policy key does not take.
struct PolicyValueError: Error, Hashable {
    /// As a sentence without a full stop.
    var message: String
}

extension GuestPolicy {
    /// Sets one key.
    ///
    /// - Parameter text: as it stands in a file; several values are parted by commas.
    mutating func set(_ key: PolicyKey, to text: String) throws(PolicyValueError) {
        switch key {
        case .state: state = try choice(text, key)
        case .update: reach = try choice(text, key)
        case .stopTimeout: stopping.timeout = try number(text, key, from: 1)
        case .stopThen: stopping.then = try choice(text, key)
        case .hostShutdown: hostShutdown = try choice(text, key)
        case .prune: prunes = try boolean(text, key)
        case .protect: isProtected = try boolean(text, key)
        case .drift: drift = try choice(text, key)
        case .ignore: ignored = Set(try list(text).map { item throws(PolicyValueError) in try field(item) })
        case .afterPoweroff: afterPoweroff = try choice(text, key)
        case .crashLimit: crashes.limit = try number(text, key, from: 1)
        case .crashWithin: crashes.within = try number(text, key, from: 1)
        case .crashDelay: crashes.delay = try number(text, key, from: 0)
        case .rebootLimit: reboots.limit = try number(text, key, from: 1)
        case .rebootWithin: reboots.within = try number(text, key, from: 1)
        case .rebootDelay: reboots.delay = try number(text, key, from: 0)
        case .after: dependencies = try list(text).map { item throws(PolicyValueError) in try dependency(item) }
        case .rollback: rollsBack = try boolean(text, key)
        case .suspend: isSuspended = try boolean(text, key)
        }
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: String, _ key: PolicyKey
    ) throws(PolicyValueError) -> Choice where Choice.RawValue == String {
        // Whoever writes nextBoot means next-boot.
        let word = text.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
        guard let choice = Choice(rawValue: word) else { throw refusal(text, key) }
        return choice
    }

    private func boolean(_ text: String, _ key: PolicyKey) throws(PolicyValueError) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw refusal(text, key)
        }
    }

    private func number(_ text: String, _ key: PolicyKey, from least: UInt32) throws(PolicyValueError) -> UInt32 {
        guard let number = UInt32(text), number >= least else { throw refusal(text, key) }
        return number
    }

    private func refusal(_ text: String, _ key: PolicyKey) -> PolicyValueError {
        PolicyValueError(message: "\(key.rawValue) is \"\(text)\"; it has to be one of: \(key.values)")
    }

    private func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// A field, or what several begin with.
    private func field(_ name: String) throws(PolicyValueError) -> String {
        let names = PolicyFields.names
        // As a plan names the field of one device.
        let name = FieldChange.fieldName(at: name)
        guard !names.contains(name) else { return name }
        let hint = Spelling.nearest(to: name, among: names).map { "; is \($0) meant?" } ?? ""
        throw PolicyValueError(message: "ignore names \(name), which is no field\(hint)")
    }

    private func dependency(_ text: String) throws(PolicyValueError) -> Dependency {
        let words = text.split(separator: " ").map(String.init)
        guard let guest = words.first, words.count <= 2 else {
            throw PolicyValueError(message: "after has \"\(text)\"; it takes \(PolicyKey.after.values)")
        }
        guard words.count == 2 else { return Dependency(guest: guest) }
        let parts = words[1].split(separator: "=", maxSplits: 1).map(String.init)
        switch (parts.first, parts.dropFirst().first) {
        case ("running", let text?):
            if let seconds = UInt32(text) { return Dependency(guest: guest, readiness: .running(seconds: seconds)) }
        case ("xenstore", let key?) where !key.hasPrefix("/") && !key.split(separator: "/").contains(".."):
            return Dependency(guest: guest, readiness: .xenstore(key: key))
        default: break
        }
        throw PolicyValueError(message: "after has \"\(text)\"; it takes \(PolicyKey.after.values)")
    }
}

/// The names that `ignore` may have: of every field, and of everything that has fields.
enum PolicyFields {
    static let names: Set<String> = {
        var names: Set<String> = ["state"]
        for field in Field.all {
            var name = ""
            for part in field.name.split(separator: ".") {
                name += (name.isEmpty ? "" : ".") + part
                names.insert(name)
            }
        }
        return names
    }()
}

extension StringProtocol {
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}
