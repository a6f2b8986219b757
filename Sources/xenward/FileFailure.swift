import Glibc

/// Why a file cannot be read or written.
struct FileFailure: Error {
    let code: Int32
    let path: String

    /// With errno.
    init(_ path: String) {
        code = errno
        self.path = path
    }

    /// The system's words for it.
    var reason: String { String(cString: strerror(code)) }

    var message: String { "\(path): \(reason)" }
}
