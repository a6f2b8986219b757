import Glibc
import UnixSockets

/// Tells the service manager how things go (sd_notify(3)); nothing where there is none.
struct ServiceNotification {
    private let path: String?
    /// The longest rest before a sign of life: half of what the service manager waits for one (WatchdogSec=), and a minute where it
    /// waits longer, or does not.
    let rhythm: Duration

    /// - Parameter environment: the variables that the service manager has set; see sd_watchdog_enabled(3).
    init(_ environment: (String) -> String? = { Environment[$0] }) {
        path = environment("NOTIFY_SOCKET")
        let isMeant = path != nil && environment("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
        let patience = isMeant ? environment("WATCHDOG_USEC").flatMap { Int64($0) } ?? 0 : 0
        // However little is asked for, a look around takes its time.
        rhythm = patience > 0 ? min(.seconds(60), max(.milliseconds(100), .microseconds(patience / 2))) : .seconds(60)
    }

    /// - Parameter text: an assignment such as `READY=1`.
    func say(_ text: String) {
        guard let path else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = UnixSocket.withAddress(path) { address, length in
            // Another line would be another assignment.
            let bytes = text.utf8.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 }
            return sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, length)
        }
    }
}
