import GuestModel

extension DiskSpec {
    /// A disk as a person would specify it: named parts, the target last, since only there may it hold anything.
    static func text(of disk: Disk) -> String {
        var parts: [String] = []
        func add(_ key: String, _ value: String?) {
            // A comma would begin another part.
            if let value, !value.contains(",") { parts.append("\(key)=\(value)") }
        }
        if let format = disk.format, format != .empty || !disk.cdrom || disk.path?.isEmpty == false {
            add("format", format.rawValue)
        }
        add("vdev", disk.vdev)
        if !disk.cdrom { add("access", disk.readWrite ? "rw" : "ro") }
        if disk.cdrom { add("devtype", "cdrom") }
        add("backendtype", disk.backend?.rawValue)
        add("backend", disk.backendDomain)
        add("specification", disk.specification?.rawValue)
        add("script", disk.script)
        if disk.directIOSafe { parts.append("direct-io-safe") }
        if let discard = disk.discard { parts.append(discard ? "discard" : "no-discard") }
        if let colo = disk.coloEnable { parts.append(colo ? "colo" : "no-colo") }
        add("colo-host", disk.coloHost)
        add("colo-port", disk.coloPort.map { String($0) })
        add("colo-export", disk.coloExport)
        add("active-disk", disk.activeDisk)
        add("hidden-disk", disk.hiddenDisk)
        if let path = disk.path, !path.contains("\n") {
            parts.append("target=\(path)" + (path.hasSuffix(",") ? "," : ""))
        }
        return parts.joined(separator: ", ")
    }
}
