import FormatSupport
import GuestModel
import XLConfig

@testable import XMConfig

/// Reads a file of xm's.
func read(_ text: String) -> ReadResult {
    XMConfigReader(host: HostDefaults()).read(Array(text.utf8), file: "guest.xm")
}

/// Reads an xl.cfg, to compare with.
func readXL(_ text: String) -> ReadResult { XLConfigReader().read(Array(text.utf8), file: "guest.cfg") }

func write(_ guest: GuestConfiguration, secrets: Bool = true) -> WriteResult {
    let document = GuestDocument(configuration: guest, provenance: .init(file: "guest"))
    return XMConfigWriter().write(document, options: WriteOptions(includesSecrets: secrets))
}

extension ReadResult {
    var guest: GuestConfiguration? { document?.configuration }
    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }
    /// `LINE:COLUMN: MESSAGE`.
    var lines: [String] {
        diagnostics.map { "\($0.location.line ?? 0):\($0.location.column ?? 0): \($0.message)" }
    }
}

extension GuestConfiguration {
    var hvm: HVM? { if case .hvm(let hvm) = type { hvm } else { nil } }
}
