import Glibc

/// Why a file cannot be read or written.
struct FileFailure: Error {
    let code: Int32
    let path: String
    private let words: String?

    /// With errno.
    init(_ path: String) {
        code = errno
        self.path = path
        words = nil
    }

    /// - Parameter words: as a sentence without a full stop.
    init(_ path: String, _ code: Int32, _ words: String) {
        self.code = code
        self.path = path
        self.words = words
    }

    /// The system's words for it.
    var reason: String { words ?? String(cString: strerror(code)) }

    var message: String { "\(path): \(reason)" }
}
