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

extension ReadResult {
    var guest: GuestConfiguration? { document?.configuration }
    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }
    /// `LINE:COLUMN: MESSAGE`.
    var lines: [String] {
        diagnostics.map { "\($0.location.line ?? 0):\($0.location.column ?? 0): \($0.message)" }
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }
}
