import CLinux
import Glibc

/// A socket with a name in the file system (unix(7)).
public enum UnixSocket {
    /// Calls a function of the C library with the address that a path stands for; a leading @ for the abstract namespace.
    ///
    /// - Returns: what it returns; -1, with `ENAMETOOLONG`, for a path that no address can hold.
    public static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int) -> Int {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// A stream that is not connected to anybody yet; -1 and `errno` when the kernel has none.
    public static func stream() -> Int32 {
        socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }

    /// A stream that is connected to whoever listens at a path; nil where nobody does.
    public static func stream(to path: String) -> Int32? {
        let descriptor = stream()
        guard descriptor >= 0 else { return nil }
        guard withAddress(path, { Int(connect(descriptor, $0, $1)) }) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// The next connection to one that listens; -1 and `errno` when there is none.
    public static func accept(_ listener: Int32) -> Int32 { xenward_accept(listener) }

    /// Sends all of it. False when the other side has gone.
    @discardableResult
    public static func send(_ text: String, to descriptor: Int32) -> Bool { send(Array(text.utf8), to: descriptor) }

    /// Sends all of it. False when the other side has gone.
    public static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
