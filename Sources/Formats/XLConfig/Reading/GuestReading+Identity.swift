import FormatSupport
import GuestModel

extension GuestReading {
    /// `type` or `builder`, `name`, `uuid`, and the security labels.
    mutating func readIdentity() {
        readName()
        readType()
        if let text = text("uuid") {
            configuration.uuid = GuestUUID(xl: text)
            if configuration.uuid == nil {
                refuse("uuid", "uuid must be 8-4-4-4-12 hexadecimal digits, not \(quoted(text))")
            }
        }
        let label = text("seclabel")
        if let initial = text("init_seclabel") {
            // The domain is built under one label and runs under another.
            configuration.securityLabels.label = initial
            configuration.securityLabels.initialLabel = label
        } else {
            configuration.securityLabels.label = label
        }
        configuration.creation.runHotplugScripts = host.runHotplugScripts
        configuration.memory.claimMode = host.claimMode
    }

    private mutating func readName() {
        guard settings["name"] != nil else {
            refuse("name", at: Position(line: 1, column: 1), "the guest has no name; write name = \"…\"")
            return
        }
        if let name = text("name") { configuration.name = name }
    }

    private mutating func readType() {
        var kind: GuestType.Kind?
        if let text = text("type") {
            kind = Self.word(of: text, among: ["hvm", "pv", "pvh"]).flatMap(GuestType.Kind.init)
            if let kind { remark(onAbbreviation: "type", text, of: kind.rawValue) }
            if kind == nil { refuse("type", "type must be pv, pvh or hvm, not \(quoted(text))") }
        }
        if let text = text("builder") {
            guard let word = Self.word(of: text, among: ["hvm", "generic"]) else {
                refuse("builder", "builder must be hvm or generic, not \(quoted(text)); better write type instead")
                return
            }
            let built: GuestType.Kind = word == "hvm" ? .hvm : .pv
            if let kind, kind != built {
                refuse("builder", "builder says \(built.rawValue), but type says \(kind.rawValue)")
                return
            }
            kind = built
            warn(
                .deprecated, at: settings["builder"]?.position,
                "builder is deprecated; write type = \"\(built.rawValue)\"")
        }
        configuration.type = (kind ?? .pv).standard
    }
}
