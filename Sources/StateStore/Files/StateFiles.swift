/// What the state store asks of a file system, so that a test can stand in for it and fail anywhere.
public protocol StateFiles: Sendable {
    /// A file's content and what tells its versions apart; nil when there is no such file.
    func read(_ path: String) throws(StateFilesError) -> StoredFile?
    /// What tells the versions of a file apart; nil when there is no such file.
    func version(of path: String) throws(StateFilesError) -> FileVersion?
    /// Whether there is a directory of this name.
    func isDirectory(_ path: String) -> Bool
    /// Makes a new file that its owner alone may read and write (0600), and opens it.
    func create(_ path: String) throws(StateFilesError) -> Int32
    /// Writes all of the bytes, or throws; some of them may have been written then.
    func write(_ bytes: [UInt8], to descriptor: Int32) throws(StateFilesError)
    /// Has a file's content reach the disk (fsync).
    func synchronize(_ descriptor: Int32) throws(StateFilesError)
    /// Closes a file that was made here. What a write did not tell may be told now.
    func close(_ descriptor: Int32) throws(StateFilesError)
    /// Puts a file in the place of another, at once.
    func rename(_ path: String, to newPath: String) throws(StateFilesError)
    /// Has a directory's entries reach the disk.
    func synchronizeDirectory(_ path: String) throws(StateFilesError)
    /// Removes a file, if there is one.
    func remove(_ path: String) throws(StateFilesError)
}

/// A file as it was read.
public struct StoredFile: Sendable, Hashable {
    /// The whole content.
    public var bytes: [UInt8]
    /// Permission bits: 0600.
    public var mode: UInt32
    /// Of the file that the bytes were read from, whatever is in its place by now.
    public var version: FileVersion

    public init(bytes: [UInt8], mode: UInt32, version: FileVersion) {
        self.bytes = bytes
        self.mode = mode
        self.version = version
    }
}

/// Tells one version of a file from the next, which has another inode, size or time.
public struct FileVersion: Sendable, Hashable {
    /// Every save makes a new file, so this alone mostly tells.
    public var inode: UInt64
    /// In bytes.
    public var size: Int64
    /// When it was last written, in seconds since 1970 (`st_mtim`).
    public var seconds: Int64
    /// The rest of that time: 0…999999999.
    public var nanoseconds: Int64

    public init(inode: UInt64, size: Int64, seconds: Int64, nanoseconds: Int64) {
        self.inode = inode
        self.size = size
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }
}

/// A refusal of the operating system, as its `errno`.
public struct StateFilesError: Error, Sendable, Hashable {
    /// As in errno(3): `ENOENT`.
    public var errno: Int32

    public init(errno: Int32) { self.errno = errno }
}
