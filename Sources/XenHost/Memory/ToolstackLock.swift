import Glibc
import Host

/// xl's lock: whoever takes memory for a guest holds it meanwhile, so that two do not count the same memory.
///
/// It is a lock of fcntl(2), which excludes other processes and not this one's own tasks, and which any close of the file
/// drops. So one holder has the file open, for as long as any create is under way.
struct ToolstackLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock, once whoever has it gives it back.
    ///
    /// - Throws: ``LibxlError/lockFailed`` when it cannot be had at all, or not in time; then it names who has it.
    static func take(_ path: String, within patience: Duration) async throws(HostError) -> ToolstackLock {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw refusal("\(path): \(String(cString: strerror(errno)))") }
        let end = ContinuousClock.now + patience
        while true {
            var wish = flock()
            wish.l_type = Int16(F_WRLCK)
            wish.l_whence = Int16(SEEK_SET)
            if fcntl(descriptor, F_SETLK, &wish) == 0 { return ToolstackLock(descriptor: descriptor) }
            let reason = errno
            if (reason != EACCES && reason != EAGAIN) || .now >= end {
                let isHeld = fcntl(descriptor, F_GETLK, &wish) == 0 && Int32(wish.l_type) != F_UNLCK
                close(descriptor)
                guard reason == EACCES || reason == EAGAIN else {
                    throw refusal("\(path): \(String(cString: strerror(reason)))")
                }
                let holder = isHeld ? "process \(wish.l_pid) has" : "others have"
                throw refusal("\(holder) held xl's lock \(path) for \(patience)")
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    private static func refusal(_ detail: String) -> HostError { HostError("fcntl", .lockFailed, detail: detail) }
}
