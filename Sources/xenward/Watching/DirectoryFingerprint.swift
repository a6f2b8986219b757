import Glibc

/// Tells whether anything below a directory has changed, without reading any file.
enum DirectoryFingerprint {
    /// Of the names, sizes and times of everything below it; links are followed to files, not into folders.
    static func of(_ directory: String) -> UInt64 {
        var hash = FNV()
        add(directory, depth: 0, to: &hash)
        return hash.value
    }

    private static func add(_ path: String, depth: Int, to hash: inout FNV) {
        var information = stat()
        guard stat(path, &information) == 0 else {
            hash.add(UInt64(errno))
            return
        }
        for number in [
            UInt64(information.st_ino), UInt64(bitPattern: Int64(information.st_size)),
            UInt64(bitPattern: Int64(information.st_mtim.tv_sec)),
            UInt64(bitPattern: Int64(information.st_mtim.tv_nsec)), UInt64(information.st_mode),
        ] { hash.add(number) }
        guard information.st_mode & S_IFMT == S_IFDIR, depth < depthLimit, let stream = opendir(path) else { return }
        defer { closedir(stream) }
        // In the order of the folder, which stays the same as long as nothing comes or goes.
        while let entry = readdir(stream) {
            let name = name(of: entry)
            guard !isSkipped(name) else { continue }
            for byte in name.utf8 { hash.add(UInt64(byte)) }
            if entry.pointee.d_type == UInt8(DT_LNK), isFolder("\(path)/\(name)") { continue }
            add("\(path)/\(name)", depth: depth + 1, to: &hash)
        }
    }

    /// Folders deeper than this are not looked into.
    static let depthLimit = 16

    static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }

    /// What is no definition, and changes without anything to be done about it.
    static func isSkipped(_ name: String) -> Bool { [".", "..", ".git"].contains(name) }

    private static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// Fowler, Noll and Vo's hash: nobody has to be kept from finding two directories that look alike.
    private struct FNV {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325

        mutating func add(_ number: UInt64) { value = (value ^ number) &* 0x100_0000_01b3 }
    }
}
