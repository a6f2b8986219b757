import Glibc

extension Subject {
    /// The log files of this guest in which something was written since a moment, so that more may stand there.
    func logs(touchedSince moment: time_t) -> [String] {
        let names = [
            name.map { "/var/log/xen/qemu-dm-\($0).log" },
            name.map { "/var/log/xen/console/guest-\($0).log" },
            name.map { "/var/log/xen/guest-\($0).log" },
            domid.map { "/var/log/xen/bootloader.\($0).log" },
            "/var/log/xen/xen-hotplug.log",
        ]
        return names.compactMap { $0 }.filter { path in
            var status = stat()
            return stat(path, &status) == 0 && status.st_size > 0 && status.st_mtim.tv_sec >= moment
        }
    }
}
