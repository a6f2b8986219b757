import GuestModel
import Planning

/// How the guests are, as a person reads it: one line a guest, notes below.
struct StatusText {
    let palette: Palette

    func render(_ rows: [GuestStatus]) -> String {
        guard !rows.isEmpty else { return "No guests.\n" }
        let table = [["NAME", "WANTED", "IS", "DOMID", "SINCE"]] + rows.map(\.cells)
        let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        var lines: [String] = []
        for (index, cells) in table.enumerated() {
            let text = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                .joined(separator: "  ")
            let line = String(text.reversed().drop { $0 == " " }.reversed())
            lines.append(index == 0 ? palette.paint(line, .bold) : line)
            if index > 0 {
                let row = rows[index - 1]
                lines += row.notes.map {
                    palette.paint("    \(row.action?.mark ?? "·") \($0)", row.action?.hue ?? .faint)
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension GuestStatus {
    fileprivate var cells: [String] {
        [name, wanted.rawValue, state?.text ?? "absent", domid.map(String.init) ?? "-", since?.description ?? "-"]
    }

    var document: FieldValue {
        var members: [FieldValue.Member] = [.init("name", .string(name))]
        if let uuid { members.append(.init("uuid", .string(uuid.description))) }
        if let source { members.append(.init("file", .string(source))) }
        members.append(.init("wanted", .string(wanted.rawValue)))
        members.append(.init("state", .string(state?.text ?? "absent")))
        if let domid { members.append(.init("domid", .integer(Int128(domid)))) }
        if let since { members.append(.init("since", .string(since.description))) }
        if let action { members.append(.init("action", .string(action.rawValue))) }
        members.append(.init("notes", .list(notes.map { .string($0) })))
        return .record(members)
    }
}
