import Glibc
import Host

extension XenHost {
    /// Says in one line what keeps libxl from working here, where libxl itself says it in five.
    static func checkForXen() throws(HostError) {
        func refuse(_ detail: String) -> HostError { HostError("libxl_ctx_alloc", .fail, detail: detail) }
        guard access("/dev/xen/privcmd", F_OK) == 0 || access("/proc/xen/privcmd", F_OK) == 0 else {
            throw refuse(
                "this machine does not run Xen: there is no /dev/xen/privcmd; boot it with Xen, or use test:///PATH")
        }
        guard geteuid() == 0 else { throw refuse("only root may talk to Xen; use sudo") }
        if let capabilities = firstLine(of: "/proc/xen/capabilities"), !capabilities.contains("control_d") {
            throw refuse("this is a guest of a Xen host, and only dom0 may control the others")
        }
        let sockets = ["/run/xenstored/socket", "/var/run/xenstored/socket"]
        guard sockets.contains(where: { access($0, F_OK) == 0 }) || access("/dev/xen/xenbus", F_OK) == 0 else {
            throw refuse("xenstored does not run; start it, on Debian with `systemctl start xenstored`")
        }
    }

    private static func firstLine(of path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        return String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
