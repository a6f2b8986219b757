/// A process of xl's that has stayed behind, and acts when its guest shuts down.
struct XLDaemon: Sendable, Equatable {
    var pid: Int
    var guest: String
    /// As it was started: `xl create web1.cfg`.
    var command: String
}

extension HostFiles {
    /// The xl processes that watch a guest. Each is known by its log, `/var/log/xen/xl-NAME.log`, which it has open in place
    /// of a terminal: its own name says nothing of the guest, and its command line names a file.
    var xlDaemons: [XLDaemon] {
        names(in: "/proc").compactMap { Int($0) }.sorted().compactMap { pid in
            guard let line = bytes(of: "/proc/\(pid)/cmdline") else { return nil }
            let arguments = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            guard arguments.first?.split(separator: "/").last == "xl",
                let log = link("/proc/\(pid)/fd/1") ?? link("/proc/\(pid)/fd/2"), let guest = Self.guest(ofLog: log)
            else { return nil }
            return XLDaemon(pid: pid, guest: guest, command: arguments.joined(separator: " "))
        }
    }

    /// `/var/log/xen/xl-web1.log`, or `xl-web1.log.1` once a later xl has begun a log of its own.
    private static func guest(ofLog path: String) -> String? {
        guard let file = path.split(separator: "/").last?.split(separator: " ").first, file.hasPrefix("xl-") else {
            return nil
        }
        guard let end = file.ranges(of: ".log").last?.lowerBound else { return nil }
        return String(file[..<end].dropFirst("xl-".count))
    }
}
