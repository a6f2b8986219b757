import FormatSupport
import GuestModel
import XLConfig
import XMConfig

/// Makes xm's settings and devices of xend's expression, which was made of such.
struct SExpressionReading {
    let file: String
    private(set) var guest = XendGuest()
    private(set) var diagnostics: [Diagnostic] = []
    var oldCDROM: SExpression?
    /// Looking for the nearest word takes its time, and helps nobody who has misspelt hundreds.
    private var suggestionsLeft = 20

    init(_ domain: SExpression, file: String) {
        self.file = file
        for entry in domain.rest {
            guard let name = entry.name else {
                say(
                    .warning, .syntax, at: entry,
                    "expected a list such as (memory 512), found \(entry.onOneLine.prefix(40))")
                continue
            }
            switch XendKeys.use(of: name) {
            case .setting(let key)?: set(key, to: entry)
            case .runtime?, .later?, .laterBytes?: break
            case .own?: read(name, entry)
            case nil:
                say(.warning, .unknown, at: entry, "xend has no \(name)\(suggestion(for: name, XendKeys.suggestions))")
            }
        }
        if let oldCDROM { readOldCDROM(oldCDROM) }
        // What was said in the older way counts; the store says most things in both.
        for entry in domain.rest { readLater(entry) }
    }

    // MARK: Tools

    mutating func say(
        _ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, at expression: SExpression, _ message: String
    ) {
        let place = expression.position.location(in: file)
        diagnostics.append(Diagnostic(severity, reason, at: place, message))
    }

    mutating func suggestion(for word: String, _ known: [String]) -> String {
        suggestionsLeft -= 1
        guard suggestionsLeft >= 0 else { return "" }
        return Spelling.nearest(to: word, among: known).map { "; did you mean \($0)?" } ?? ""
    }

    /// Sets what is not set yet; says so where that is something else.
    mutating func set(_ key: String, to entry: SExpression) {
        set(key, value(entry.value), at: entry)
        if let second = entry.rest.dropFirst().first {
            say(
                .warning, .unread, at: second, "(\(entry.name ?? key) …) has one value; what comes after it is not used"
            )
        }
    }

    mutating func set(_ key: String, _ value: Value, at expression: SExpression) {
        if let earlier = guest.settings[key] {
            if case (.text(let old, _), .text(let new, _)) = (earlier.value, value), old == new { return }
            return say(
                .warning, .conflict, at: expression,
                "\(key) has been set in line \(earlier.position.line) already; the first one counts")
        }
        if case .text("", _) = value { return }
        guest.settings[key] = Setting(key: key, position: expression.position, value: value)
    }

    /// Adds a text to a list.
    mutating func add(_ text: String, to key: String, at expression: SExpression) {
        let element = Value.list([.text(text, expression.position)], expression.position)
        if guest.settings[key] == nil {
            guest.settings[key] = Setting(key: key, position: expression.position, value: element)
        } else {
            guest.settings[key]?.value.append(element)
        }
    }

    mutating func add(_ device: XendDevice, to path: WritableKeyPath<XendGuest, [XendDevice]>) {
        guest[keyPath: path].append(device)
    }

    private func value(_ expression: SExpression) -> Value {
        switch expression {
        case .word(let text, let position): .text(text, position)
        case .list(let elements, let position): .list(elements.map(value), position)
        }
    }

    // MARK: Entries

    private mutating func read(_ name: String, _ entry: SExpression) {
        switch name {
        case "image": readImage(entry.value)
        case "device": readDevice(entry.value)
        case "cpus": readCPUs(entry)
        case "cpuid": readCPUID(entry.value)
        case "backend":
            if let kind = entry.value.name ?? entry.value.text { set(kind, .text("1", entry.position), at: entry) }
        default: break  // Later, when the older entries are known.
        }
    }

    private mutating func readLater(_ entry: SExpression) {
        func setIfUnset(_ key: String, _ entry: SExpression) { if guest.settings[key] == nil { set(key, to: entry) } }
        guard let name = entry.name else { return }
        switch (name, XendKeys.use(of: name)) {
        case (_, .later(let key)?): setIfUnset(key, entry)
        case (_, .laterBytes(let key)?):
            guard let bytes = entry.value.text.flatMap({ UInt64($0) }), bytes > 0 else { break }
            if guest.settings[key] == nil {
                set(key, .text(String(bytes >> 20), entry.value.position), at: entry)
            }
        case ("platform", _):
            for pair in entry.value.elements ?? [] where pair.value.text?.isEmpty == false {
                if let key = pair.name, XMKeys.use(of: key) != nil { setIfUnset(key, pair) }
            }
        case ("vcpus_params", _):
            for pair in entry.value.elements ?? [] {
                if let key = ["weight": "cpu_weight", "cap": "cpu_cap"][pair.name] { setIfUnset(key, pair) }
            }
        case ("HVM_boot_params", _):
            for pair in entry.value.elements ?? [] where pair.name == "order" { setIfUnset("boot", pair) }
        case ("HVM_boot", _): setIfUnset("boot", entry)
        default: break
        }
    }

    /// `(cpus 0-3)` for all vcpus, `(cpus (0-3 1))` or `(cpus ((0 1 2 3) (1)))` for each.
    private mutating func readCPUs(_ entry: SExpression) {
        guard let sets = entry.value.elements else { return set("cpus", to: entry) }
        let texts = sets.map { set -> Value in
            let cpus = set.elements.map { $0.compactMap(\.text).joined(separator: ",") } ?? set.text ?? ""
            return .text(cpus, set.position)
        }
        // Nothing in any of them: any vcpu may run anywhere.
        if texts.allSatisfy({ if case .text("", _) = $0 { true } else { false } }) { return }
        set("cpus", .list(texts, entry.value.position), at: entry)
    }

    /// `(cpuid ((1 ((eax …) (ecx …)))))`.
    mutating func readCPUID(_ value: SExpression) {
        for leaf in value.elements ?? [] {
            guard let number = leaf.name, let registers = leaf.value.elements else { continue }
            let bits = registers.compactMap { register in
                register.name.flatMap { name in register.value.text.map { "\(name)=\($0)" } }
            }
            add("\(number):\(bits.joined(separator: ","))", to: "cpuid", at: leaf)
        }
    }
}

extension Dictionary where Key == String {
    fileprivate subscript(key: String?) -> Value? { key.flatMap { self[$0] } }
}
