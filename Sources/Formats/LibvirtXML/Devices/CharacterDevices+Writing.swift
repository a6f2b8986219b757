import FormatSupport
import GuestModel

extension CharacterDevices {
    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        let hvm = guest.hvm
        let ports = hvm?.serial.map { [$0] } ?? hvm?.serialPorts ?? []
        var inside = output
        for (index, port) in ports.enumerated() where port != "none" { write(port, index, to: &inside) }
        // A console of a serial port that is not there would be one.
        let hasSerial = inside.text != output.text
        output = inside
        output.element("console", ["type": "pty"]) {
            $0.element("target", ["type": hasSerial ? "serial" : "xen", "port": "0"])
        }
    }

    private static func write(_ port: String, _ index: Int, to output: inout XMLOutput) {
        let parts = port.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let rest = parts.count > 1 ? parts[1] : ""
        let listens = rest.hasSuffix(",server,nowait")
        let place = listens ? String(rest.dropLast(",server,nowait".count)) : rest
        let mode = listens ? "bind" : "connect"
        switch parts[0] {
        case "pty", "null", "stdio", "vc": element(parts[0], index, to: &output) { _ in }
        case "file", "pipe": element(parts[0], index, to: &output) { $0.element("source", ["path": rest]) }
        case "unix":
            element("unix", index, to: &output) { $0.element("source", ["mode": mode, "path": place]) }
        case "tcp", "telnet":
            guard let end = hostAndService(place[...]) else { return }
            element("tcp", index, to: &output) { output in
                output.element("source", ["mode": mode, "host": end.host, "service": end.service])
                output.element("protocol", ["type": parts[0] == "telnet" ? "telnet" : "raw"])
            }
        case "udp":
            let ends = rest.split(separator: "@", omittingEmptySubsequences: false)
            guard ends.count == 2, let there = hostAndService(ends[0]), let here = hostAndService(ends[1]) else {
                return
            }
            element("udp", index, to: &output) { output in
                output.element("source", ["mode": "bind", "host": here.host, "service": here.service])
                output.element("source", ["mode": "connect", "host": there.host, "service": there.service])
            }
        default:
            if port.hasPrefix("/") { element("dev", index, to: &output) { $0.element("source", ["path": port]) } }
        }
    }

    private static func hostAndService(_ text: Substring) -> (host: String, service: String)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private static func element(
        _ type: String, _ index: Int, to output: inout XMLOutput, _ content: (inout XMLOutput) -> Void
    ) {
        output.element("serial", ["type": type]) { output in
            content(&output)
            output.element("target", ["port": "\(index)"])
        }
    }
}
