import Glibc
import SystemPackage

/// Tells one version of a file from the next, which has another inode or another time.
struct FileVersion: Sendable, Hashable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int64
    private let nanoseconds: Int64

    init(of path: FilePath) throws(WorldFileError) {
        var status = stat()
        guard stat(path.string, &status) == 0 else {
            throw WorldFileError(path, "read", Errno(rawValue: errno))
        }
        self.init(status)
    }

    init(of descriptor: FileDescriptor) throws {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        self.init(status)
    }

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = Int64(status.st_mtim.tv_sec)
        nanoseconds = Int64(status.st_mtim.tv_nsec)
    }
}
