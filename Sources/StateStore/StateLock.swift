import CLinux
import Glibc
import Planning
import YAML

/// The right to change the state, until it is dropped.
///
/// The lock belongs to the open file (`flock`), so it ends with its process, however that ends; a lock file that is left
/// behind holds nobody up, and is never deleted.
public struct StateLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes the lock, or says at once who has it.
    static func take(_ path: String, purpose: String) throws(StateError) -> StateLock {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw StateError(path, "open the lock", StateFilesError(errno: errno)) }
        // Whoever outlives this process must not hold its lock.
        _ = xenward_withhold(descriptor)
        var patience = 20
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            // Those who only look hold it for a moment, and give no name; that of a run that was killed may still be there.
            if code == EWOULDBLOCK, patience > 0, LockHolder(yaml: content(of: descriptor))?.isAlive != true {
                patience -= 1
                usleep(1000)
                continue
            }
            let holder = code == EWOULDBLOCK ? LockHolder(yaml: content(of: descriptor)) : nil
            xenward_stop_withholding(descriptor)
            _ = close(descriptor)
            guard code == EWOULDBLOCK else { throw StateError(path, "lock", StateFilesError(errno: code)) }
            throw .locked(path: path, holder: holder)
        }
        let lock = StateLock(descriptor: descriptor)
        lock.name(LockHolder(pid: getpid(), purpose: purpose, host: hostName(), since: now()))
        return lock
    }

    /// Says who has the lock, if anybody has; makes no file.
    static func refuseTaken(_ path: String) throws(StateError) {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        // Nobody ever took it, or it is not for us to see.
        guard descriptor >= 0 else { return }
        defer { _ = close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK {
            throw .locked(path: path, holder: LockHolder(yaml: content(of: descriptor)))
        }
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        // Nobody is named any more, whether or not this succeeds: the lock itself ends with the descriptor.
        _ = ftruncate(descriptor, 0)
        xenward_stop_withholding(descriptor)
        _ = close(descriptor)
    }

    /// Writes down who has the lock. It holds as well when that fails.
    private borrowing func name(_ holder: LockHolder) {
        guard let bytes = try? holder.yaml(), ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }

    private static func content(of descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    private static func hostName() -> String {
        var names = utsname()
        guard uname(&names) == 0 else { return "unknown" }
        return withUnsafeBytes(of: &names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec))
    }
}
