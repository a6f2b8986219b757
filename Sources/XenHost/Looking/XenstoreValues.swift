import CXen
import Glibc
import Host
import UnixSockets

/// Many values of xenstore for little more than the price of one: all are asked for before the first answer is awaited. libxenstore
/// asks for one at a time, and each then costs two changes between processes, of which a host of a hundred domains feels four hundred.
///
/// This speaks to xenstored's socket as `xen/io/xs_wire.h` has it, in one connection that is closed again.
struct XenstoreValues {
    /// By path; what has no value is missing.
    let values: [String: String]

    /// How many are asked for at once: so many questions fit a socket, whoever reads at the other end.
    private static let atOnce = 64

    /// - Returns: nil where xenstored has no socket here, or does not speak as expected; libxenstore may know better.
    /// - Throws: when it does not say: nobody may be taken for gone because xenstored did not answer.
    init?(of paths: [String]) throws(HostError) {
        guard let connection = Connection() else { return nil }
        var values: [String: String] = [:]
        for start in stride(from: 0, to: paths.count, by: Self.atOnce) {
            let some = paths[start..<min(start + Self.atOnce, paths.count)]
            guard connection.send(some.enumerated().flatMap { Self.question(UInt32($0), $1) }) else { return nil }
            for (number, path) in some.enumerated() {
                guard let (header, body) = connection.receive(), header.req_id == number else { return nil }
                let text = String(decoding: body, as: UTF8.self)
                switch header.type {
                case XS_READ.rawValue: values[path] = text
                // Errors come by their names.
                case XS_ERROR.rawValue where text.prefix { $0 != "\0" } == "ENOENT": break
                case XS_ERROR.rawValue:
                    throw HostError("xs_read", .fail, detail: "\(path): \(text.prefix { $0 != "\0" })")
                default: return nil
                }
            }
        }
        self.values = values
    }

    private static func question(_ number: UInt32, _ path: String) -> [UInt8] {
        let body = Array(path.utf8) + [0]
        let header = xsd_sockmsg(type: XS_READ.rawValue, req_id: number, tx_id: 0, len: UInt32(body.count))
        return withUnsafeBytes(of: header) { Array($0) } + body
    }
}

/// A connection to xenstored.
private struct Connection: ~Copyable {
    private let descriptor: Int32

    init?() {
        guard let path = xs_daemon_socket(), let descriptor = UnixSocket.stream(to: String(cString: path)) else {
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) -> Bool { UnixSocket.send(bytes, to: descriptor) }

    /// The next answer; nil when there is none, or none that can be one.
    func receive() -> (xsd_sockmsg, [UInt8])? {
        guard let bytes = receive(MemoryLayout<xsd_sockmsg>.size) else { return nil }
        let header = bytes.withUnsafeBytes { $0.loadUnaligned(as: xsd_sockmsg.self) }
        guard header.len <= XENSTORE_PAYLOAD_MAX, let body = receive(Int(header.len)) else { return nil }
        return (header, body)
    }

    private func receive(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let more = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress.map { $0 + filled }, count - filled, 0)
            }
            if more < 0, errno == EINTR { continue }
            guard more > 0 else { return nil }
            filled += more
        }
        return bytes
    }
}
