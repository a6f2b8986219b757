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
