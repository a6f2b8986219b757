import FormatSupport
import GuestModel

/// What tests of readers ask of a result.
extension ReadResult {
    package var guest: GuestConfiguration? { document?.configuration }
    package var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    package var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }
    /// `LINE:COLUMN: MESSAGE`.
    package var lines: [String] {
        diagnostics.map { "\($0.location.line ?? 0):\($0.location.column ?? 0): \($0.message)" }
    }
}

extension GuestConfiguration {
    package var hvm: HVM? { if case .hvm(let hvm) = type { hvm } else { nil } }
}
