import FormatSupport
import GuestModel
import XLConfig

/// Settings of xm's on their way to those of xl's, which mean the same.
///
/// Where a key that is left out means something else to xm than to xl, it is set here: `on_crash` is `restart`,
/// `memory` 128, `boot` `c`, and an HVM guest has no screen. libxl's default stands where nobody would notice, and for
/// `hpet`, which xm switched off and libvirt leaves to libxl.
struct XMTranslation {
    let settings: Settings
    let file: String
    /// The settings in xl's words.
    var words = Settings()
    private(set) var diagnostics: [Diagnostic] = []

    /// A paravirtual guest that boots nothing; there is an error, and its kernel is no name of a file.
    private(set) var lacksKernel = false

    var isHVM: Bool { text("builder") == "hvm" }

    init(_ guest: XendGuest, file: String) {
        settings = guest.settings
        self.file = file
        for setting in settings.values where XMKeys.same.contains(setting.key) {
            // xm takes an empty text for none.
            if case .text("", _) = setting.value, setting.key != "name" { continue }
            words[setting.key] = setting
        }
        translateIdentity()
        translateProcessors()
        translateBoot()
        translateActions()
        if isHVM { translateEmulation(hasFramebuffers: !guest.framebuffers.isEmpty) } else { dismissEmulation() }
        translateDeviceModel()
        // What xend had when nobody said anything.
        if text("pool") == "Pool-0" { words["pool"] = nil }
        for key in ["shadow_memory", "localtime"] where text(key) == "0" { words[key] = nil }
    }

    // MARK: Tools

    /// The text of a key; nil where it is not set, set to a list, or empty.
    func text(_ key: String) -> String? {
        guard case .text(let text, _)? = settings[key]?.value, !text.isEmpty else { return nil }
        return text
    }

    func isOn(_ key: String) -> Bool { text(key).flatMap { Numbers.long($0) }.map { $0 != 0 } ?? false }

    /// Says in xl's words what stands under a key of xm's.
    mutating func put(_ word: String, _ value: String, from key: String) {
        let position = settings[key]?.value.position ?? Position(line: 1, column: 1)
        put(word, .text(value, position), from: key)
    }

    mutating func put(_ word: String, _ value: Value, from key: String) {
        let position = settings[key]?.position ?? Position(line: 1, column: 1)
        words[word] = Setting(key: word, position: position, value: value)
    }

    /// Takes a setting over under another name.
    mutating func rename(_ key: String, to word: String) {
        guard let setting = settings[key] else { return }
        if case .text("", _) = setting.value { return }
        put(word, setting.value, from: key)
    }

    mutating func setDefault(_ word: String, _ value: String) {
        if words[word] == nil { put(word, value, from: word) }
    }

    mutating func say(
        _ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, at key: String, _ message: String
    ) {
        let place = settings[key]?.value.position.location(in: file) ?? SourceLocation(file: file)
        diagnostics.append(Diagnostic(severity, reason, at: place, message))
    }

    // MARK: Parts of a guest

    private mutating func translateIdentity() {
        switch text("builder") {
        case nil, "linux", "generic": put("type", "pv", from: "builder")
        case "hvm": put("type", "hvm", from: "builder")
        case let other?:
            put("type", "pv", from: "builder")
            say(.error, .value, at: "builder", "builder must be linux, generic or hvm, not \(quoted(other))")
        }
        // xend took a uuid with and without hyphens.
        if let uuid = text("uuid") { put("uuid", GuestUUID(uuid)?.description ?? uuid, from: "uuid") }
        setDefault("memory", "128")
        if isOn("blkif") || isOn("netif") || isOn("tpmif") {
            put("driver_domain", "1", from: settings["netif"] == nil ? "blkif" : "netif")
        }
    }

    private mutating func translateProcessors() {
        rename("cpu_cap", to: "cap")
        rename("irq", to: "irqs")
        if let irq = settings["irq"]?.value, !irq.isList { put("irqs", .list([irq], irq.position), from: "irq") }
        if let cpu = text("cpu") {
            put("cpus", text("cpus").map { "\(cpu),\($0)" } ?? cpu, from: "cpu")
        }
        if words["cpus"] != nil, words["maxvcpus"] == nil { setDefault("vcpus", "1") }
    }

    private mutating func translateBoot() {
        if let arguments = text("bootargs"), let setting = settings["bootargs"] {
            let place = setting.value.position
            let list = arguments.split { " \t\n".contains($0) }.map { Value.text(String($0), place) }
            put("bootloader_args", .list(list, place), from: "bootargs")
        }
        if let root = text("root") {
            put("root", root.hasPrefix("root=") ? String(root.dropFirst("root=".count)) : root, from: "root")
        }
        guard isHVM else {
            rename("kernel", to: "kernel")
            return checkKernel()
        }
        // Without a loader the kernel of an HVM guest is its firmware; with one, it is a kernel.
        if text("loader") != nil { rename("kernel", to: "kernel") }
        let firmware = text("loader") == nil ? "kernel" : "loader"
        if let path = text(firmware), path.split(separator: "/").last != "hvmloader" {
            put("firmware_override", path, from: firmware)
        }
        setDefault("boot", "c")
    }

    /// xl's own words about a guest that boots nothing would be of no use here.
    private mutating func checkKernel() {
        lacksKernel = text("kernel") == nil && text("bootloader") == nil
        guard lacksKernel else { return }
        put("kernel", "none", from: "kernel")
        say(.error, .value, at: "name", "a paravirtual guest needs a kernel or a bootloader; or set builder = 'hvm'")
    }

    private mutating func translateActions() {
        let meanings = [
            "onreboot": ["destroy", "restart", "destroy"], "always": ["restart", "restart", "restart"],
            "never": ["destroy", "destroy", "destroy"],
        ]
        if let word = text("restart") {
            if meanings[word] == nil {
                say(.error, .value, at: "restart", "restart must be onreboot, always or never, not \(quoted(word))")
            }
            for (action, value) in zip(["on_poweroff", "on_reboot", "on_crash"], meanings[word] ?? [])
            where words[action] == nil { put(action, value, from: "restart") }
        }
        setDefault("on_crash", "restart")
    }
}
