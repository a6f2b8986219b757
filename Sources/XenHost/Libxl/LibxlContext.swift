import CXen
import CXenShim
import Glibc
import Host

/// A libxl context, its logger, and a connection to xenstore beside libxl's own; closed with their owner.
struct LibxlContext: ~Copyable {
    /// `libxl_ctx *`
    let handle: OpaquePointer
    let xenstore: Xenstore
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
        do throws(HostError) {
            xenstore = try Xenstore()
        } catch {
            libxl_ctx_free(handle)
            xtl_logger_destroy(logger)
            throw error
        }
        registration = forks.registration()
        xenward_prepare(handle, logger, registration)
        self.handle = handle
        self.log = log
        self.logger = logger
    }

    deinit {
        libxl_ctx_free(handle)
        xtl_logger_destroy(logger)
        registration.deallocate()
    }
}
