import Glibc

/// Which file or folder it is, however it was reached, and whatever has come to its place since.
public struct FileIdentity: Sendable, Hashable {
    private let device: UInt64
    private let inode: UInt64

    /// From device and inode.
    init(device: UInt64, inode: UInt64) { (self.device, self.inode) = (device, inode) }

    /// From what `stat(2)` says of it.
    public init(_ information: stat) {
        self.init(device: UInt64(information.st_dev), inode: UInt64(information.st_ino))
    }

    /// Of what a path leads to; nil where that is nothing.
    public init?(of path: String) {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        self.init(information)
    }
}
