import FormatSupport
import GuestModel
import XLConfig
import XMConfig

/// Reads the expressions in which xend was told of guests and kept them: `(vm …)`, `(domain …)`, and the `config.sxp` of
/// its store of guests that do not run.
///
/// They say what xm's files say, and mean the same; see ``XMConfigReader``. What xend noted about a running guest is
/// passed over.
public struct SExpressionReader: GuestReader {
    /// What the host's xl.conf(5) contributes, as to an xl.cfg, since it is libxl that builds the guest; nil to read what
    /// the file says and no more.
    public let host: HostDefaults?

    public init(host: HostDefaults? = nil) { self.host = host }

    public func read(_ bytes: [UInt8], file: String) -> ReadResult {
        if let problem = SourceText.check(bytes, file: file) {
            return ReadResult(document: nil, diagnostics: [problem])
        }
        do throws(SyntaxError) {
            let domain = try SExpressionParser.parse(bytes)
            let (document, diagnostics) = interpret(domain, file: file)
            return ReadResult(document: document, diagnostics: diagnostics)
        } catch {
            let place = error.position.location(in: file)
            return ReadResult(document: nil, diagnostics: [Diagnostic(.error, .syntax, at: place, error.message)])
        }
    }

    /// What the expression means; the document is there even if it has errors.
    func interpret(_ domain: SExpression, file: String) -> (document: GuestDocument, diagnostics: [Diagnostic]) {
        var problems: [Diagnostic] = []
        if domain.name != "domain", domain.name != "vm" {
            let place = domain.position.location(in: file)
            let found = domain.name.map { "(\($0) …)" } ?? String(domain.onOneLine.prefix(40))
            problems = [Diagnostic(.error, .syntax, at: place, "expected (domain …) or (vm …), found \(found)")]
        }
        let reading = SExpressionReading(domain, file: file)
        let (document, diagnostics, _) = XendReading.read(reading.guest, file: file, host: host)
        return (document, problems.isEmpty ? reading.diagnostics + diagnostics : problems)
    }
}
