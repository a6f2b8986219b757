import Glibc
import SystemPackage

/// The right to change a world file, until it is dropped. The lock goes with the open file, so it ends with the process.
struct WorldLock: ~Copyable {
    private let descriptor: FileDescriptor

    /// Waits until nobody else has it.
    static func wait(path: FilePath) throws(WorldFileError) -> WorldLock {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec], permissions: .ownerReadWrite)
        } catch {
            throw WorldFileError(path, "open the lock", error)
        }
        while flock(descriptor.rawValue, LOCK_EX) != 0 {
            let code = Errno(rawValue: errno)
            if code == .interrupted { continue }
            try? descriptor.close()
            throw WorldFileError(path, "lock", code)
        }
        return WorldLock(descriptor: descriptor)
    }

    deinit { try? descriptor.close() }
}
