/// Which commit a folder is at.
enum GitRevision {
    /// The commit that is checked out in the git repository around a folder; nil when there is none, or it cannot be told.
    static func of(_ directory: String) -> String? {
        var folder = directory[...]
        while true {
            if let head = line("\(folder)/.git/HEAD") { return commit(head, in: "\(folder)/.git") }
            guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else { return nil }
            folder = folder[..<slash]
        }
    }

    private static func commit(_ head: String, in repository: String) -> String? {
        let prefix = "ref: "
        guard head.hasPrefix(prefix) else { return head }
        let name = head.dropFirst(prefix.count)
        if let commit = line("\(repository)/\(name)") { return commit }
        guard let packed = try? InputFile.read("\(repository)/packed-refs") else { return nil }
        return String(decoding: packed, as: UTF8.self).split(separator: "\n").first { $0.hasSuffix(" \(name)") }
            .flatMap { $0.split(separator: " ").first.map(String.init) }
    }

    private static func line(_ path: String) -> String? {
        guard let bytes = try? InputFile.read(path) else { return nil }
        return bytes.split(separator: UInt8(ascii: "\n")).first.map { String(decoding: $0, as: UTF8.self) }
    }
}
