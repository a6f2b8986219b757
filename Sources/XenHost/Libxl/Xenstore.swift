import CXen
import Glibc
import Host

/// A connection to xenstored; closed with its owner.
struct Xenstore: ~Copyable {
    /// `struct xs_handle *`
    private let handle: OpaquePointer

    init() throws(HostError) {
        guard let handle = xs_open(0) else {
            throw HostError("xs_open", .fail, detail: "xenstored does not answer: \(String(cString: strerror(errno)))")
        }
        self.handle = handle
    }

    deinit { xs_close(handle) }

    /// What there is at a path; nil when there is nothing.
    ///
    /// - Throws: when xenstored does not say: nobody may be taken for gone because of that.
    func read(_ path: String) throws(HostError) -> String? {
        var length: UInt32 = 0
        guard let bytes = xs_read(handle, 0, path, &length) else {
            if errno == ENOENT { return nil }
            throw Self.failure("xs_read", path)
        }
        defer { free(bytes) }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: Int(length)), as: UTF8.self)
    }

    /// The names below a path; none where there is nothing.
    func list(_ path: String) throws(HostError) -> [String] {
        var count: UInt32 = 0
        guard let names = xs_directory(handle, 0, path, &count) else {
            if errno == ENOENT { return [] }
            throw Self.failure("xs_directory", path)
        }
        defer { free(names) }
        return (0..<Int(count)).compactMap { names[$0].map { String(cString: $0) } }
    }

    func write(_ text: String, to path: String) throws(HostError) {
        guard xs_write(handle, 0, path, text, UInt32(text.utf8.count)) else { throw Self.failure("xs_write", path) }
    }

    // MARK: Watches

    /// Has changes at and below a path told from now on; also that there may be something already.
    func watch(_ path: String) throws(HostError) {
        guard xs_watch(handle, path, path) else { throw Self.failure("xs_watch", path) }
    }

    func unwatch(_ path: String) { _ = xs_unwatch(handle, path, path) }

    /// It can be read from when there is something to tell.
    var descriptor: Int32 { xs_fileno(handle) }

    /// Where something has changed; nil when there is nothing to tell.
    func nextChange() -> String? {
        while let event = xs_check_watch(handle) {
            defer { free(event) }
            if let path = event[Int(XS_WATCH_PATH.rawValue)] { return String(cString: path) }
        }
        return nil
    }

    private static func failure(_ function: String, _ path: String) -> HostError {
        HostError(function, .fail, detail: "\(path): \(String(cString: strerror(errno)))")
    }
}
