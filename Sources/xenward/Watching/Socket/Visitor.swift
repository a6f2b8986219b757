import Dispatch
import Glibc
import Synchronization

/// A connection to a watcher's socket: one request, and then its end.
final class Visitor: Sendable {
    enum Word {
        /// The first two words of a request: `GET /metrics`.
        case request(String)
        case end
    }

    private let descriptor: Int32
    // A source may be resumed and cancelled from any thread.
    nonisolated(unsafe) private let source: any DispatchSourceRead
    private let tell: @Sendable (Word) -> Void
    /// What has been said so far; nil once that was a request.
    private let heard = Mutex<[UInt8]?>([])

    /// Longer requests are none, in bytes.
    private static let limit = 4096

    /// - Parameter descriptor: of the connection, which belongs to this from now on.
    init(_ descriptor: Int32, _ queue: DispatchQueue, _ tell: @escaping @Sendable (Word) -> Void) {
        self.descriptor = descriptor
        self.tell = tell
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in self?.hear() }
        source.setCancelHandler { close(descriptor) }
    }

    func listen() { source.resume() }

    func dismiss() { source.cancel() }

    private func hear() {
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return tell(.end) }
        guard let word = heard.withLock({ Self.word(&$0, buffer[..<count]) }) else { return }
        tell(word)
    }

    /// What comes after a request is nobody's business.
    private static func word(_ heard: inout [UInt8]?, _ bytes: ArraySlice<UInt8>) -> Word? {
        guard var text = heard else { return nil }
        text += bytes
        heard = text
        if text.count > limit { return .end }
        let request = String(decoding: text, as: UTF8.self)
        guard request.contains("\r\n\r\n") else { return nil }
        heard = nil
        return .request(request.split { $0.isWhitespace }.prefix(2).joined(separator: " "))
    }
}
