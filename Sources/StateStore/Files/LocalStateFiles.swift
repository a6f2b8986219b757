import AllCores
import Glibc

/// The file system of this machine. Symbolic links in a file's place are refused: a rename would replace the link.
public struct LocalStateFiles: StateFiles {
    public init() {}

    public func read(_ path: String) throws(StateFilesError) -> StoredFile? {
        // Not blocking, lest a named pipe hold us for ever.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw StateFilesError(errno: errno)
        }
        defer { _ = Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw StateFilesError(errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw StateFilesError(errno: EINVAL) }
        LargePages.preferInThisThread(toRead: Int(status.st_size))
        var bytes: [UInt8] = []
        var expected = Int(status.st_size) + 1
        while true {
            let more = try read(upTo: expected, from: descriptor)
            bytes = bytes.isEmpty ? more : bytes + more
            // It may grow while it is read.
            if more.count < expected { break }
            expected = bytes.count
        }
        return StoredFile(bytes: bytes, mode: UInt32(status.st_mode) & 0o7777, version: FileVersion(status))
    }

    /// What comes next; less than `count` bytes only at the end.
    private func read(upTo count: Int, from descriptor: Int32) throws(StateFilesError) -> [UInt8] {
        var failure: StateFilesError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let taken = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { failure = StateFilesError(errno: errno) }
                if taken <= 0 { break }
                filled += taken
            }
        }
        if let failure { throw failure }
        return bytes
    }

    public func version(of path: String) throws(StateFilesError) -> FileVersion? {
        var status = stat()
        if lstat(path, &status) == 0 { return FileVersion(status) }
        if errno == ENOENT { return nil }
        throw StateFilesError(errno: errno)
    }

    public func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    public func create(_ path: String) throws(StateFilesError) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StateFilesError(errno: errno) }
        return descriptor
    }

    public func write(_ bytes: [UInt8], to descriptor: Int32) throws(StateFilesError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw StateFilesError(errno: errno)
            }
        }
    }

    public func synchronize(_ descriptor: Int32) throws(StateFilesError) {
        guard fsync(descriptor) == 0 else { throw StateFilesError(errno: errno) }
    }

    public func close(_ descriptor: Int32) throws(StateFilesError) {
        guard Glibc.close(descriptor) == 0 else { throw StateFilesError(errno: errno) }
    }

    public func rename(_ path: String, to newPath: String) throws(StateFilesError) {
        guard Glibc.rename(path, newPath) == 0 else { throw StateFilesError(errno: errno) }
    }

    public func synchronizeDirectory(_ path: String) throws(StateFilesError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StateFilesError(errno: errno) }
        defer { _ = Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StateFilesError(errno: errno) }
    }

    public func remove(_ path: String) throws(StateFilesError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw StateFilesError(errno: errno) }
    }
}

extension FileVersion {
    init(_ status: stat) {
        self.init(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
            nanoseconds: Int64(status.st_mtim.tv_nsec))
    }
}
