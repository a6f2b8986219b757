import FormatSupport
import GuestModel
import XLConfig
import XMConfig

/// Writes a guest as the expression `(vm …)` that xend took: `xm create -F FILE`, `xm new -F FILE`.
///
/// What it writes is read back before it is handed out, and each thing that does not come back is reported.
public struct SExpressionWriter: GuestWriter {
    public init() {}

    public func write(_ document: GuestDocument, options: WriteOptions) -> WriteResult {
        var kept = document
        kept.configuration.leaveOldPlaces()
        var losses = options.withholdSecrets(of: &kept.configuration)
        var page = XendPage(kept)
        let isHVM = kept.configuration.type.kind == .hvm
        let draft = SExpressionReading(SExpressionPage.expression(page, isHVM: isHVM), file: "")
        // One value that is not taken would cost the whole file.
        let refused = XendReading.read(draft.guest, file: "", host: nil).refusedKeys
        page.remove(refused.subtracting(["name", "memory", "kernel"]))
        let expression = SExpressionPage.expression(page, isHVM: isHVM)
        let back = SExpressionReader().interpret(expression, file: "")
        losses += XendLosses(in: "xend's expression").between(kept, and: back.document)
        return WriteResult(text: expression.onManyLines + "\n", losses: losses)
    }
}
