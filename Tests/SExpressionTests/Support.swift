import FormatSupport
import GuestModel
import SExpression
import XMConfig

/// Reads an expression of xend's.
func read(_ text: String) -> ReadResult { SExpressionReader().read(Array(text.utf8), file: "config.sxp") }

/// Reads what xm would have made that expression of.
func readXM(_ text: String) -> ReadResult { XMConfigReader().read(Array(text.utf8), file: "guest.xm") }

func write(_ guest: GuestConfiguration, secrets: Bool = true) -> WriteResult {
    let document = GuestDocument(configuration: guest, provenance: .init(file: "guest"))
    return SExpressionWriter().write(document, options: WriteOptions(includesSecrets: secrets))
}
