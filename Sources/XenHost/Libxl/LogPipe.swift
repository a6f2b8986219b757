import CLinux
import Glibc
import Host

/// The pipe through which libxl, and the children that it forks, tell what they do.
///
/// Neither end ever blocks. What is said while one operation goes on belongs to it, since a context does one at a time.
struct LogPipe: ~Copyable {
    private let readEnd: Int32
    let writeEnd: Int32

    init() throws(HostError) {
        var ends: [Int32] = [-1, -1]
        guard xenward_pipe(&ends, O_NONBLOCK) == 0 else {
            throw HostError("pipe2", .fail, detail: String(cString: strerror(errno)))
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
        // Room for all that libxl says of one create in its most talkative mood; where it is refused, some is lost.
        _ = fcntl(writeEnd, Self.setSize, 1 << 18)
    }

    /// Linux's F_SETPIPE_SZ.
    private static let setSize: Int32 = 1031

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// What was said since the last time.
    func drain() -> [LibxlMessage] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(readEnd, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes.split(separator: 0).compactMap { LibxlMessage(String(decoding: $0, as: UTF8.self)) }
    }
}
