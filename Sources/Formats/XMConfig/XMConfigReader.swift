import FormatSupport
import GuestModel
import XLConfig

/// Reads the configuration files of xm, xend's command.
///
/// They are Python, which xm ran. Here they are read: assignments alone, and what is more than that is an error that
/// says what to write in its place. The words mean what they meant to xm, as far as libxl can do it; what it cannot, and
/// every key that is not used, is said.
public struct XMConfigReader: GuestReader {
    /// What the host's xl.conf(5) contributes, as to an xl.cfg, since it is libxl that builds the guest; nil to read what
    /// the file says and no more.
    public let host: HostDefaults?

    public init(host: HostDefaults? = nil) { self.host = host }

    public func read(_ bytes: [UInt8], file: String) -> ReadResult {
        if let problem = SourceText.check(bytes, file: file, comments: PythonScanner.comments(in:)) {
            return ReadResult(document: nil, diagnostics: [problem])
        }
        let syntax = PythonParser.parse(bytes)
        guard syntax.isUsable else { return syntax.refusal(of: file) }
        let (document, diagnostics) = interpret(syntax, file: file)
        return ReadResult(document: document, diagnostics: diagnostics)
    }

    /// What the settings mean; the document is there even if it has errors.
    func interpret(_ syntax: SettingsFile, file: String) -> (document: GuestDocument, diagnostics: [Diagnostic]) {
        let (guest, problems) = devices(of: syntax, file: file)
        let (document, diagnostics, _) = XendReading.read(guest, file: file, host: host)
        let repetitions = syntax.repetitions.map {
            Diagnostic(
                .warning, .conflict, at: $0.setting.position.location(in: file), $0.setting.repetition(of: $0.earlier))
        }
        return (document, problems + repetitions + diagnostics)
    }

    /// The settings, and the devices that are told in lists of texts among them.
    private func devices(of syntax: SettingsFile, file: String) -> (XendGuest, [Diagnostic]) {
        var guest = XendGuest(settings: syntax.settings)
        var problems: [Diagnostic] = []
        func read(
            _ key: String, _ path: WritableKeyPath<XendGuest, [XendDevice]>,
            _ device: (String, Position) throws(SpecError) -> XendDevice
        ) {
            guard let setting = guest.settings[key] else { return }
            var elements = [setting.value]
            if case .list(let list, _) = setting.value { elements = list }
            for element in elements {
                do throws(SpecError) {
                    guard case .text(let text, let position) = element else {
                        throw SpecError("expected texts, without inner lists")
                    }
                    if !setting.value.isList, text.isEmpty { continue }
                    guest[keyPath: path].append(try device(text, position))
                } catch {
                    let place = element.position.location(in: file)
                    problems.append(Diagnostic(.error, .value, at: place, "\(key): \(error.message)"))
                }
            }
        }
        read("disk", \.disks, XendDevice.disk)
        read("vif", \.interfaces, XendDevice.list)
        read("vfb", \.framebuffers, XendDevice.list)
        read("vtpm", \.tpms, XendDevice.list)
        return (guest, problems)
    }
}
