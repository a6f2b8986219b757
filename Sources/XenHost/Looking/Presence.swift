import Glibc
import Host

/// Whether there is a Xen host to talk to, said in one line where libxl itself says it in five.
public struct Presence: Sendable {
    /// Where the system's files are.
    var root: String
    var user: uid_t

    /// - Parameters:
    ///   - root: where the system's files are.
    ///   - user: who asks.
    public init(root: String = "", user: uid_t = geteuid()) {
        self.root = root
        self.user = user
    }

    /// - Throws: ``HostError`` that says what keeps libxl from working here.
    public func check() throws(HostError) {
        guard exists("/dev/xen/privcmd") || exists("/proc/xen/privcmd") else {
            throw refusal(
                "this machine does not run Xen: there is no /dev/xen/privcmd; boot it with Xen, or use test:///PATH")
        }
        guard user == 0 else { throw refusal("only root may talk to Xen; use sudo") }
        if let capabilities = Self.firstLine(of: root + "/proc/xen/capabilities"), !capabilities.contains("control_d") {
            throw refusal("this is a guest of a Xen host, and only dom0 may control the others")
        }
        guard ["/run/xenstored/socket", "/var/run/xenstored/socket", "/dev/xen/xenbus"].contains(where: exists) else {
            throw refusal("xenstored does not run; start it, on Debian with `systemctl start xenstored`")
        }
    }

    private func refusal(_ detail: String) -> HostError { HostError("libxl_ctx_alloc", .fail, detail: detail) }

    private func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// Nil where it cannot be read.
    static func firstLine(of path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        return String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
