import Definitions
import FormatSupport
import Glibc

/// Tells whether anything below a directory has changed, without reading any file.
enum DirectoryFingerprint {
    /// Of the names, sizes and times of everything below it, as deep, and of as many files, as definitions are looked for. Links are
    /// followed; a folder is entered once.
    ///
    /// - Parameter policy: a policy of another place; nil for the one in the directory.
    static func of(_ directory: String, policy: String? = nil) -> UInt64 {
        var walk = Walk()
        walk.add(directory, depth: 0)
        if let policy { walk.add(policy, depth: 0) }
        return walk.hash.value
    }

    private struct Walk {
        var hash = FNV()
        private var entered: Set<FileIdentity> = []
        private var files = 0

        mutating func add(_ path: String, depth: Int) {
            var information = stat()
            guard stat(path, &information) == 0 else {
                hash.add(UInt64(errno))
                return
            }
            hash.add(UInt64(information.st_ino))
            hash.add(UInt64(information.st_mode))
            let isFolder = information.st_mode & S_IFMT == S_IFDIR
            // A disk of a guest, say, which changes all the time and is no definition.
            guard isFolder || information.st_size <= SourceText.sizeLimit else { return }
            hash.add(UInt64(bitPattern: Int64(information.st_size)))
            hash.add(UInt64(bitPattern: Int64(information.st_mtim.tv_sec)))
            hash.add(UInt64(bitPattern: Int64(information.st_mtim.tv_nsec)))
            guard isFolder, depth < SourceText.depthLimit, entered.insert(FileIdentity(information)).inserted,
                let stream = opendir(path)
            else { return }
            defer { closedir(stream) }
            // In the order of the folder, which stays the same as long as nothing comes or goes.
            while files < DirectoryWalk.mostFiles, let entry = readdir(stream) {
                let name = name(of: entry)
                guard !isSkipped(name) else { continue }
                files += 1
                for byte in name.utf8 { hash.add(UInt64(byte)) }
                add("\(path)/\(name)", depth: depth + 1)
            }
        }
    }

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
