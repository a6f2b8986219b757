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
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var filled = 0
        while true {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw StateFilesError(errno: errno)
            }
            if count == 0 { break }
            filled += count
            if filled == bytes.count { bytes.append(contentsOf: repeatElement(0, count: filled)) }
        }
        bytes.removeLast(bytes.count - filled)
        return StoredFile(bytes: bytes, mode: UInt32(status.st_mode) & 0o7777, version: FileVersion(status))
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
