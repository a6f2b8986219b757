import FormatSupport
import GuestModel

/// `serial`, `parallel` and `console`: ports of HVM guests. A Xen console every guest has anyway.
enum CharacterDevices {
    /// libxl has no parallel ports; its device model takes them as arguments.
    static let parallelArgument = "-parallel"

    static func read(_ devices: Element, into draft: inout DomainDraft) {
        let serials = devices.children("serial")
        let consoles = devices.children("console")
        for parallel in devices.children("parallel") {
            guard draft.kind == .hvm else {
                parallel.dismiss(.warning, .meaningless, "a \(draft.kind.rawValue) guest has no parallel ports on Xen")
                continue
            }
            _ = readTarget(parallel)
            if let port = backend(parallel) { draft.guest.deviceModel.arguments += [parallelArgument, port] }
        }
        var ports: [String] = []
        if draft.kind == .hvm {
            ports = inPlaces(
                serials.compactMap { serial in
                    let number = readTarget(serial)
                    return backend(serial).map { (number, $0) }
                })
            // libvirt takes the first console of a fully virtualized guest for its first serial port.
            if serials.isEmpty, let console = consoles.first, console.child("target")?.attribute("type")?.text != "xen"
            {
                _ = readTarget(console)
                if let port = backend(console) { ports = [port] }
            }
        } else {
            for serial in serials {
                serial.dismiss(.warning, .meaningless, "a \(draft.kind.rawValue) guest has no serial ports on Xen")
            }
        }
        if ports.count == 1 { draft.hvm.serial = ports[0] } else { draft.hvm.serialPorts = ports }
        for (index, console) in consoles.enumerated() { readConsole(console, index, draft.kind) }
    }

    /// A console adds nothing to the guest: it is Xen's, which is always there, or the first serial port once more.
    private static func readConsole(_ console: Element, _ index: Int, _ kind: GuestType.Kind) {
        let type = console.attribute("type")?.text ?? "pty"
        // What stands for the first serial port has that one's type.
        let isXens = kind != .hvm || index > 0 || console.child("target")?.attribute("type")?.text == "xen"
        if isXens, type != "pty" {
            return console.dismiss(
                .warning, .meaningless, "the console of a guest on Xen is a pty: one of type '\(type)' is left out")
        }
        if index > 1 || index == 1 && kind != .hvm {
            return console.dismiss(.warning, .meaningless, "a guest on Xen has one console: this one is left out")
        }
        _ = readTarget(console)
        for source in console.children("source") {
            for name in ["path", "mode", "host", "service"] { _ = source.attribute(name) }
        }
        _ = console.child("protocol")?.attribute("type")
        guard let terminal = console.attribute("tty") else { return }
        terminal.note(.note, .meaningless, "tty is where a running guest's console was: it is not kept")
    }

    /// Each port at its number, with `none` where there is none.
    private static func inPlaces(_ ports: [(number: Int?, backend: String)]) -> [String] {
        let numbers = ports.map(\.number)
        guard let last = numbers.compactMap(\.self).max(), !numbers.contains(nil), Set(numbers).count == ports.count
        else { return ports.map(\.backend) }
        return (0...last).map { number in ports.first { $0.number == number }?.backend ?? "none" }
    }

    /// The number of the port, where it is given.
    private static func readTarget(_ element: Element) -> Int? {
        guard let target = element.child("target") else { return nil }
        if let type = target.attribute("type"), element.name == "serial", type.text != "isa-serial",
            type.text != "serial"
        {
            type.note(.warning, .meaningless, "a port of type '\(type.text)' is an 'isa-serial' one on Xen")
        }
        target.child("model")?.useAll()
        return target.attribute("port")?.number(in: 0...31)
    }

    /// QEMU's words for what is behind a port.
    private static func backend(_ element: Element) -> String? {
        _ = element.attribute("tty")
        let type = element.attribute("type")
        let source = element.child("source")
        let path = source?.attribute("path")?.text
        switch type?.text ?? "pty" {
        case "pty": return "pty"
        case "null", "stdio", "vc": return type?.text
        case "file", "pipe":
            guard let path, let type else { break }
            return "\(type.text):\(path)"
        case "dev":
            guard let path else { break }
            return path
        case "unix":
            guard let path else { break }
            return "unix:\(path)" + (source.map(listens) ?? false ? ",server,nowait" : "")
        case "tcp":
            guard let source, let host = source.attribute("host"), let service = source.attribute("service") else {
                break
            }
            let telnet = element.child("protocol")?.attribute("type")?.choice(["telnet": true, "raw": false]) == true
            let listens = listens(source)
            return "\(telnet ? "telnet" : "tcp"):\(host.text):\(service.text)" + (listens ? ",server,nowait" : "")
        case "udp": return udp(element)
        default:
            type?.refuse("'pty', 'null', 'file', 'pipe', 'dev', 'unix', 'tcp' or 'udp'")
            return nil
        }
        element.lacks("a <source> that says where it leads")
        return nil
    }

    /// Two sources: where to send, and where to listen.
    private static func udp(_ element: Element) -> String {
        var there = (host: "", service: "0")
        var here = (host: "", service: "0")
        for source in element.children("source") {
            let end = (source.attribute("host")?.text ?? "", source.attribute("service")?.text ?? "0")
            if listens(source) { here = end } else { there = end }
        }
        return "udp:\(there.host):\(there.service)@\(here.host):\(here.service)"
    }

    /// Whether the device model waits for others to connect, rather than connecting itself.
    private static func listens(_ source: Element) -> Bool {
        source.attribute("mode")?.choice(["bind": true, "connect": false]) ?? false
    }
}
