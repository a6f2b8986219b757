import Glibc

/// The files of a host: those of this machine, or of a pretended one below a folder.
struct HostFiles: Sendable {
    /// What stands in front of each path.
    var root = ""

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// The names in a folder, in order; none where there is no folder.
    func names(in path: String) -> [String] {
        guard let stream = opendir(root + path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = DirectoryFingerprint.name(of: entry)
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// A file's bytes, at most 1 MiB of them; nil where it cannot be read.
    func bytes(of path: String) -> [UInt8]? { try? InputFile.read(root + path) }

    func text(of path: String) -> String? { bytes(of: path).map { String(decoding: $0, as: UTF8.self) } }

    /// Where a link leads.
    func link(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { readlink(root + path, $0, text.count) } ?? -1
            }
        }
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    /// What is free on a folder's file system for others than root, in bytes; nil where there is no folder.
    func free(at path: String) -> UInt64? {
        var information = statvfs()
        guard statvfs(root + path, &information) == 0 else { return nil }
        return UInt64(information.f_bavail) * UInt64(information.f_frsize)
    }

    func isWritable(_ path: String) -> Bool { access(root + path, W_OK) == 0 }
}
