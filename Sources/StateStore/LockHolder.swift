import Glibc
import Planning
import YAML

/// Who has the lock, as the lock file says.
public struct LockHolder: Sendable, Hashable, CustomStringConvertible {
    /// Of the process that took it, on ``host``.
    public var pid: Int32
    /// What it is doing: `apply`.
    public var purpose: String
    /// The machine's name.
    public var host: String
    /// By the clock of that machine.
    public var since: Timestamp

    public init(pid: Int32, purpose: String, host: String, since: Timestamp) {
        self.pid = pid
        self.purpose = purpose
        self.host = host
        self.since = since
    }

    public var description: String { "\(purpose) (process \(pid) on \(host)) since \(since)" }

    /// Whether there is a process of this number: one that was killed leaves its name behind.
    var isAlive: Bool { kill(pid, 0) == 0 || errno == EPERM }

    func yaml() throws(YAMLError) -> [UInt8] {
        let writer = YAMLWriter()
        writer.mapping { writer in
            writer.key("pid")
            writer.integer(pid)
            writer.key("purpose")
            writer.string(purpose)
            writer.key("host")
            writer.string(host)
            writer.key("since")
            writer.string(since.description)
        }
        return try writer.finish()
    }

    /// Nil when the file does not say: the holder may be about to write it.
    init?(yaml: [UInt8]) {
        do throws(YAMLError) {
            guard let node = try YAMLReader.read(yaml) else { return nil }
            var holder = try YAMLMapping(node, of: "a lock")
            pid = try holder.required("pid").integer()
            purpose = try holder.required("purpose").string()
            host = try holder.required("host").string()
            since = try holder.required("since").value("a time") { Timestamp($0) }
        } catch {
            return nil
        }
    }
}
