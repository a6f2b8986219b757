import FormatSupport
import GuestModel
import XLConfig

/// What xend's settings and devices mean.
package struct XendReading {
    private let file: String
    let guest: XendGuest
    var extras = GuestDocument.Extras()
    /// Looking for the nearest word takes its time, and helps nobody who has misspelt hundreds.
    private var suggestionsLeft = 20

    /// The guest, and what there is to say about it. There is a document even where there are errors, for writers to
    /// compare with; ``ReadResult`` leaves it out.
    ///
    /// - Parameter host: what the host's xl.conf(5) contributes; nil for nothing.
    package static func read(
        _ guest: XendGuest, file: String, host: HostDefaults?
    ) -> (document: GuestDocument, diagnostics: [Diagnostic], refusedKeys: Set<String>) {
        var own = XendReading(file: file, guest: guest)
        let translation = XMTranslation(guest, file: file)
        let xl = XLConfigReader(host: host ?? HostDefaults())
        var reading = xl.read(translation.words, file: file) { own.readDevices(into: &$0) }
        if host == nil {
            reading.configuration.creation.runHotplugScripts = nil
            reading.configuration.memory.claimMode = nil
        }
        if translation.lacksKernel { reading.configuration.boot.kernel = nil }
        own.readVCPUs(translation, into: &reading)
        reading.checkRules()
        own.remarkOnKeys(&reading)
        own.extras.description = translation.text("description")
        let document = GuestDocument(
            configuration: reading.configuration, extras: own.extras, annotations: reading.annotations,
            provenance: SourceLocation(file: file, line: 1, column: 1))
        // How xl would rather have it spelled is of no use to those who write for xm.
        let remarks = reading.diagnostics.filter { $0.reason != .deprecated }
        return (document, translation.diagnostics + remarks, reading.refusedKeys)
    }

    private init(file: String, guest: XendGuest) {
        self.file = file
        self.guest = guest
    }

    // MARK: Processors

    /// `vcpu_avail`: a bit for each vcpu that is online.
    private func readVCPUs(_ translation: XMTranslation, into reading: inout GuestReading) {
        guard let text = translation.text("vcpu_avail"), let setting = guest.settings["vcpu_avail"] else { return }
        guard let mask = Numbers.long(text), mask > 0 else {
            return reading.refuse(
                "vcpu_avail", at: setting.value.position,
                "vcpu_avail must be a number with a bit for each vcpu, such as 3, not \(quoted(text))")
        }
        // A mask for more vcpus than there are says that all of them are online.
        let count = min(reading.configuration.vcpus.maximum ?? 1, 63)
        let online = CPUSet((0..<count).filter { mask >> Int($0) & 1 == 1 })
        if count < 63 || mask != Int.max { reading.configuration.vcpus.online = online }
        if reading.configuration.vcpus.maximum == nil { reading.configuration.vcpus.maximum = 1 }
    }

    // MARK: Keys

    /// Keys that nobody reads.
    private mutating func remarkOnKeys(_ reading: inout GuestReading) {
        for setting in guest.settings.values.sorted(by: { $0.key < $1.key }) {
            let key = setting.key
            switch XMKeys.use(of: key) {
            case .same?, .own?: break
            case .passedOver(let advice)?:
                reading.add(
                    asksForNothing(setting.value) ? .note : .warning, .meaningless, at: setting.position,
                    "\(key) has no effect: \(advice)")
            case nil:
                let near = suggestion(for: key, XMKeys.suggestions)
                reading.warn(.unknown, at: setting.position, "xm has no key \(key)\(near)")
            }
        }
    }

    mutating func suggestion(for word: String, _ known: [String]) -> String {
        suggestionsLeft -= 1
        guard suggestionsLeft >= 0 else { return "" }
        return Spelling.nearest(to: word, among: known).map { "; did you mean \($0)?" } ?? ""
    }

    private func asksForNothing(_ value: Value) -> Bool {
        switch value {
        case .text(let text, _): ["", "0", "none", "ignore", "off", "default"].contains(text)
        case .list(let elements, _): elements.isEmpty
        }
    }
}
