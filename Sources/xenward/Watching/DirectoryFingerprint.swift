import Glibc

/// Tells whether anything below a directory has changed, without reading any file.
enum DirectoryFingerprint {
    /// Of the names, sizes and times of everything below it. Links are followed; a folder is entered once.
    ///
    /// - Parameter policy: a policy of another place; nil for the one in the directory.
    static func of(_ directory: String, policy: String? = nil) -> UInt64 {
        var hash = FNV()
        var entered: Set<FolderIdentity> = []
        add(directory, depth: 0, entered: &entered, to: &hash)
        if let policy { add(policy, depth: 0, entered: &entered, to: &hash) }
        return hash.value
    }

    /// What tells a folder from others, however it was reached.
    struct FolderIdentity: Hashable {
        private let device: UInt64
        private let inode: UInt64

        init(_ information: stat) {
            device = UInt64(information.st_dev)
            inode = UInt64(information.st_ino)
        }
    }

    private static func add(
        _ path: String, depth: Int, entered: inout Set<FolderIdentity>, to hash: inout FNV
    ) {
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
        guard information.st_mode & S_IFMT == S_IFDIR, depth < depthLimit,
            entered.insert(FolderIdentity(information)).inserted, let stream = opendir(path)
        else { return }
        defer { closedir(stream) }
        // In the order of the folder, which stays the same as long as nothing comes or goes.
        while let entry = readdir(stream) {
            let name = name(of: entry)
            guard !isSkipped(name) else { continue }
            for byte in name.utf8 { hash.add(UInt64(byte)) }
            add("\(path)/\(name)", depth: depth + 1, entered: &entered, to: &hash)
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

    /// Fowler, Noll and Vo's hash: nobody has to be kept from finding two directories that look alike.
    private struct FNV {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325

        mutating func add(_ number: UInt64) { value = (value ^ number) &* 0x100_0000_01b3 }
    }
}
