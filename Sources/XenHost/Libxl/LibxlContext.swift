import CXen
import CXenShim
import Glibc
import Host

/// A libxl context, its logger, and a connection to xenstore beside libxl's own; closed with their owner.
struct LibxlContext: ~Copyable {
    /// `libxl_ctx *`
    let handle: OpaquePointer
    /// `struct xs_handle *`
    let xenstore: OpaquePointer
    let log: LogPipe
    let forks = ForkListener()
    private let registration: UnsafeMutablePointer<xenward_forks>
    private let logger: UnsafeMutablePointer<xentoollog_logger>

    /// - Parameter least: the least level that is heard of.
    /// - Throws: ``HostError`` with libxl's own words when Xen or xenstored does not answer.
    init(least: LibxlMessage.Level) throws(HostError) {
        let log = try LogPipe()
        let level = xentoollog_level(UInt32(least.rawValue))
        guard let logger = xenward_logger_to(log.writeEnd, level) else {
            throw HostError("libxl_ctx_alloc", .noMemory, detail: "no memory for its logger")
        }
        var handle: OpaquePointer?
        let code = libxl_ctx_alloc(&handle, LIBXL_VERSION, 0, logger)
        guard code == 0, let handle else {
            let words = log.drain().first { $0.level >= .error }?.text
            xtl_logger_destroy(logger)
            throw HostError(
                "libxl_ctx_alloc", LibxlError(rawValue: code) ?? .fail, detail: words ?? "libxl gives no reason")
        }
        guard let xenstore = xs_open(0) else {
            let reason = String(cString: strerror(errno))
            libxl_ctx_free(handle)
            xtl_logger_destroy(logger)
            throw HostError("xs_open", .fail, detail: "xenstored does not answer: \(reason)")
        }
        registration = forks.registration()
        xenward_prepare(handle, logger, registration)
        self.handle = handle
        self.xenstore = xenstore
        self.log = log
        self.logger = logger
    }

    deinit {
        xs_close(xenstore)
        libxl_ctx_free(handle)
        xtl_logger_destroy(logger)
        registration.deallocate()
    }

    /// What xenstore holds at a path; nil when there is nothing.
    ///
    /// - Throws: when it does not say: nobody may be taken for gone because xenstored did not answer.
    func read(_ path: String) throws(HostError) -> String? {
        var length: UInt32 = 0
        guard let bytes = xs_read(xenstore, 0, path, &length) else {
            let code = errno
            if code == ENOENT { return nil }
            throw HostError("xs_read", .fail, detail: "\(path): \(String(cString: strerror(code)))")
        }
        defer { free(bytes) }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: Int(length)), as: UTF8.self)
    }

    func write(_ text: String, to path: String) throws(HostError) {
        guard xs_write(xenstore, 0, path, text, UInt32(text.utf8.count)) else {
            throw HostError("xs_write", .fail, detail: "\(path): \(String(cString: strerror(errno)))")
        }
    }

    /// The names below a path in xenstore; none where there is nothing.
    func list(_ path: String) -> [String] {
        var count: UInt32 = 0
        guard let names = xs_directory(xenstore, 0, path, &count) else { return [] }
        defer { free(names) }
        return (0..<Int(count)).compactMap { names[$0].map { String(cString: $0) } }
    }
}
