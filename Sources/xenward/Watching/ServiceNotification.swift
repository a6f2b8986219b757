import Glibc
import UnixSockets

/// Tells the service manager how things go (sd_notify(3)); nothing where there is none.
struct ServiceNotification {
    private let path: String?
    /// The longest time between two signs of life: half of that which the service manager waits for one (WatchdogSec=), and a
    /// minute where it waits longer, or does not.
    let rhythm: Duration

    init() {
        path = Environment["NOTIFY_SOCKET"]
        let patience = Environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? .max
        rhythm = min(.seconds(60), .microseconds(max(1, patience / 2)))
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
