/// The `<?xml … ?>` at the beginning of a file.
enum XMLDeclaration {
    /// Refuses an encoding other than UTF-8 and ASCII: the bytes are UTF-8, and would be taken for something else.
    static func problem(in source: [UInt8]) -> XMLProblem? {
        var start = 0
        if source.starts(with: [0xef, 0xbb, 0xbf]) { start = 3 }
        guard source[start...].starts(with: Array("<?xml".utf8)),
            let close = source[start...].firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let declaration = source[start...close]
        let keyword = Array("encoding".utf8)
        guard let found = declaration.indices.first(where: { declaration[$0...].starts(with: keyword) }) else {
            return nil
        }
        let quotes: [UInt8] = [UInt8(ascii: "'"), UInt8(ascii: "\"")]
        guard let open = declaration[found...].firstIndex(where: quotes.contains),
            let end = declaration[(open + 1)...].firstIndex(of: declaration[open])
        else { return nil }
        let name = String(decoding: declaration[(open + 1)..<end], as: UTF8.self)
        let accepted = ["utf-8", "utf8", "us-ascii", "ascii"]
        if accepted.contains(name.lowercased()) { return nil }
        return XMLProblem(
            kind: .encoding, offset: open + 1, message: "encoding \(name) is not accepted: save the file as UTF-8")
    }
}
