import CXen
import Dispatch
import Glibc
import Host

/// xenstored's own word for domains that come, go and shut down: the watches `@introduceDomain` and `@releaseDomain`.
///
/// libxl's events for the end of a domain rest on the same watch, and would need libxl's event loop beside it.
struct DomainEvents: Sendable {
    /// `struct xs_handle *`; safe, as it is touched on one queue only once it is listened to.
    private nonisolated(unsafe) let handle: OpaquePointer

    static func stream() throws(HostError) -> AsyncStream<Void> {
        guard let handle = xs_open(0) else {
            throw HostError("xs_open", .fail, detail: "xenstored does not answer: \(String(cString: strerror(errno)))")
        }
        for path in ["@introduceDomain", "@releaseDomain"] where !xs_watch(handle, path, path) {
            let reason = String(cString: strerror(errno))
            xs_close(handle)
            throw HostError("xs_watch", .fail, detail: "xenstored does not watch \(path): \(reason)")
        }
        return DomainEvents(handle: handle).stream()
    }

    /// The connection belongs to the stream, and is closed when nobody listens any more.
    private func stream() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let source = DispatchSource.makeReadSource(
                fileDescriptor: xs_fileno(handle), queue: DispatchQueue(label: "xenward.domain-events"))
            source.setEventHandler {
                var heard = false
                while let event = xs_check_watch(handle) {
                    free(event)
                    heard = true
                }
                if heard { continuation.yield() }
            }
            source.setCancelHandler { xs_close(handle) }
            source.resume()
            // Cancelling may be asked for from any thread.
            nonisolated(unsafe) let ended = source
            continuation.onTermination = { _ in ended.cancel() }
        }
    }
}

extension XenHost {
    public func changes() async throws(HostError) -> AsyncStream<Void> { try DomainEvents.stream() }
}
