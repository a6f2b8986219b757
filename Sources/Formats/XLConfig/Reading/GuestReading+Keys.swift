import FormatSupport
import GuestModel

extension GuestReading {
    /// The keys that go into one field each.
    mutating func readScalars() {
        let kind = configuration.type.kind
        for setting in settings.values {
            guard let key = ScalarKeys.byName[setting.key] else { continue }
            if key.kinds.contains(kind) {
                key.read(&self, setting)
            } else if key.isRefusedElsewhere {
                refuse(key.name, at: setting.position, "\(key.name) is not possible with type = \"\(kind.rawValue)\"")
            } else {
                let kinds = GuestType.Kind.allCases.filter(key.kinds.contains).map { "type = \"\($0.rawValue)\"" }
                passOver(key.name, "\(key.name) is for \(kinds.joined(separator: " or ")) only")
            }
        }
        if settings["msr_relaxed"] != nil {
            warn(.deprecated, at: settings["msr_relaxed"]?.position, "later versions of xl have no msr_relaxed")
        }
        if settings["altp2mhvm"] != nil, kind == .hvm {
            warn(.deprecated, at: settings["altp2mhvm"]?.position, "altp2mhvm is deprecated; write altp2m")
        }
    }

    /// Settings that are read by nobody, or twice.
    mutating func remarkOnKeys(_ syntax: SettingsFile) {
        // Most files say nothing twice, and more than so many words about it help nobody.
        let repetitions = settings.count < syntax.assignments.count ? syntax.repetitions : []
        for (setting, earlier) in repetitions.prefix(100) {
            warn(.conflict, at: setting.position, setting.repetition(of: earlier))
        }
        if repetitions.count > 100 {
            warn(
                .conflict, at: repetitions[100].setting.position,
                "\(repetitions.count - 100) more settings are of keys that have been set already; the last ones count")
        }
        // Looking for the nearest key takes its time, and helps nobody who has misspelt hundreds.
        var suggestionsLeft = 20
        for key in settings.values.filter({ KnownKeys.use(of: $0.key) != .read }).map(\.key).sorted() {
            remark(onUnread: key, &suggestionsLeft)
        }
        passOver("vif2", as: .deprecated, "xl has no vif2; write vif")
        passOver("device_model", as: .deprecated, "xl passes over device_model; write device_model_override")
        passOver("vncviewer", as: .meaningless, "xl passes over vncviewer; use the option -V of xl create")
    }

    private mutating func remark(onUnread key: String, _ suggestionsLeft: inout Int) {
        if case .passedOver(let advice) = KnownKeys.use(of: key) {
            return passOver(key, "xl passes over \(key): \(advice)")
        }
        suggestionsLeft -= 1
        let near = suggestionsLeft < 0 ? nil : Spelling.nearest(to: key, among: KnownKeys.suggestions)
        let suggestion = near.map { "; did you mean \"\($0)\"?" } ?? ""
        warn(.unknown, at: settings[key]?.position, "xl 4.17 has no key \(key)\(suggestion)")
    }

    /// `xenward = [ "key=value" ]`: policy, which others understand.
    mutating func readAnnotations() {
        for (text, position) in texts("xenward") ?? [] {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                refuse("xenward", at: position, "xenward must be a list of \"key=value\", not \(quoted(text))")
                continue
            }
            func trimmed(_ part: Substring) -> String { part.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }
            annotations.append(
                GuestDocument.Annotation(
                    key: trimmed(text[..<equals]), value: trimmed(text[text.index(after: equals)...]),
                    location: position.location(in: file)))
        }
    }

    /// What every guest must satisfy, said at the key that breaks it.
    package mutating func checkRules() {
        for violation in GuestRules.check(configuration) {
            let keys: [String] =
                switch violation.subject {
                case .name: ["name"]
                case .uuid: ["uuid"]
                case .memory: ["memory", "maxmem"]
                case .maximumMemory: ["maxmem", "memory"]
                case .vcpus, .onlineVCPUs: ["maxvcpus", "vcpus"]
                case .disks: ["disk"]
                case .nics: ["vif"]
                }
            if keys.contains(where: refusedKeys.contains) { continue }
            let key = keys.first { settings[$0] != nil }
            refuse(key ?? keys[0], at: key == nil ? Position(line: 1, column: 1) : nil, violation.message)
        }
    }
}
