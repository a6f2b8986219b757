import CXen
import Glibc
import GuestModel
import Host
import Logging

/// One libxl context on a thread of its own. It does one operation at a time, and blocks its thread meanwhile, so that all
/// that libxl says in between belongs to that operation.
actor LibxlWorker {
    private nonisolated let thread: ContextThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    let context: LibxlContext
    private let logger: Logger

    /// - Throws: ``HostError`` with libxl's own words when Xen or xenstored does not answer.
    init(logger: Logger) throws(HostError) {
        // Warnings are kept even when nobody listens: they become part of errors.
        context = try LibxlContext(least: min(LibxlMessage.Level.warning, logger.logLevel.libxlLevel))
        thread = try ContextThread()
        self.logger = logger
    }

    deinit { thread.stop() }

    /// Calls libxl, and makes of a failure what a person needs: what was tried, what libxl said, where more may stand.
    ///
    /// - Parameters:
    ///   - function: libxl's name for it.
    ///   - subject: the domain that it is about.
    ///   - attempt: what was tried, for when libxl says nothing: `it could not be destroyed`.
    ///   - body: returns libxl's code. Some functions have 1 for a failure (`libxl_domain_setmaxmem`).
    func call(
        _ function: String, _ subject: Subject, attempt: String, _ body: (OpaquePointer) -> Int32
    ) throws(HostError) {
        _ = heard()
        let start = time(nil)
        let code = body(context.handle)
        let messages = heard()
        guard code != 0 else { return }
        // A domain that was just made is known by what libxl said of it.
        var subject = subject
        subject.domid = subject.domid ?? messages.last { $0.domid != nil }?.domid
        throw HostError(
            function, LibxlError(rawValue: code) ?? .fail, domain: subject.words,
            detail: Self.explanation(messages) ?? attempt, logs: subject.logs(touchedSince: start))
    }

    /// What libxl said of what went wrong: its first error is the cause, the last ones are what followed from it.
    static func explanation(_ messages: [LibxlMessage]) -> String? {
        let errors = messages.filter { $0.level >= .error }
        guard let first = errors.first ?? messages.last(where: { $0.level == .warning }) else { return nil }
        let reason = first.errno.map { ": \(String(cString: strerror($0)))" } ?? ""
        return "libxl says: \(first.text)\(reason)"
    }

    /// Puts into the log what does not keep an operation from being done.
    func warn(_ text: String, _ domid: Domid) { logger.warning("\(text)", metadata: ["domid": "\(domid)"]) }

    /// What libxl said since the last time; it is passed on to the log.
    private func heard() -> [LibxlMessage] {
        let messages = context.log.drain()
        for message in messages {
            logger.log(level: message.level.logLevel, "\(message.text)", metadata: message.metadata)
        }
        return messages
    }
}

/// The domain that an operation is about.
struct Subject: Sendable {
    var domid: Domid?
    var name: String?

    static let host = Subject()

    var words: String? { name ?? domid.map { "domain \($0)" } }
}

extension LibxlMessage {
    fileprivate var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        metadata["domid"] = domid.map { "\($0)" }
        metadata["place"] = place.map { "\($0)" }
        return metadata
    }
}

extension LibxlMessage.Level {
    fileprivate var logLevel: Logger.Level {
        switch self {
        case .debug: .trace
        case .verbose, .detail: .debug
        // libxl calls an error what the caller may well expect, so it is the caller who decides what is one.
        case .progress, .info, .notice, .warning, .error: .info
        case .critical: .critical
        }
    }
}

extension Logger.Level {
    /// The least of libxl's levels that matters to a log of this level.
    fileprivate var libxlLevel: LibxlMessage.Level {
        switch self {
        case .trace: .debug
        case .debug: .verbose
        case .info: .info
        case .notice, .warning, .error, .critical: .warning
        }
    }
}
