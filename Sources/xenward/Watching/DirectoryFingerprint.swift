import Glibc

/// Tells whether anything below a directory has changed, without reading any file.
enum DirectoryFingerprint {
    /// The same, for a directory whose file system may not answer: files are opened, too, as whoever reads them does, and for
    /// one that is on a network its server is asked for no less.
    ///
    /// - Parameter whenLate: is called when it answers though nobody waits for it any more.
    static func question(
        _ directory: String, whenLate: @escaping @Sendable () -> Void = {}
    ) -> SlowQuestion<UInt64> {
        SlowQuestion({ of(directory, opensFiles: true) }, whenLate: whenLate)
    }

    /// How long the definitions may take to answer.
    static let patience: Duration = .seconds(10)

    /// Of the names, sizes and times of everything below it; links are followed to files, not into folders.
    ///
    /// - Parameter opensFiles: looks whether they can be opened, too.
    static func of(_ directory: String, opensFiles: Bool = false) -> UInt64 {
        var hash = FNV()
        add(directory, depth: 0, opensFiles, to: &hash)
        return hash.value
    }

    private static func add(_ path: String, depth: Int, _ opensFiles: Bool, to hash: inout FNV) {
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
        if opensFiles, information.st_mode & S_IFMT == S_IFREG {
            let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
            if file >= 0 { close(file) }
        }
        guard information.st_mode & S_IFMT == S_IFDIR, depth < depthLimit, let stream = opendir(path) else { return }
        defer { closedir(stream) }
        // In the order of the folder, which stays the same as long as nothing comes or goes.
        while let entry = readdir(stream) {
            let name = name(of: entry)
            guard !isSkipped(name) else { continue }
            for byte in name.utf8 { hash.add(UInt64(byte)) }
            if entry.pointee.d_type == UInt8(DT_LNK), isFolder("\(path)/\(name)") { continue }
            add("\(path)/\(name)", depth: depth + 1, opensFiles, to: &hash)
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

extension CommandError {
    /// The definitions cannot be had, and nobody knows until when.
    static func silent(_ directory: String) -> CommandError {
        CommandError(
            message: "\(directory): its file system has not answered within \(DirectoryFingerprint.patience)")
    }
}
