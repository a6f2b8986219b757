import FormatSupport
import GuestModel

extension CharacterDevices {
    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        guard let hvm = guest.hvm else {
            output.element("console", ["type": "pty"]) { $0.element("target", ["type": "xen", "port": "0"]) }
            return
        }
        let words = hvm.serial.map { [$0] } ?? hvm.serialPorts
        let ports = words.enumerated().compactMap { index, word in Backend(word).map { (index, $0) } }
        for (index, backend) in ports {
            output.element("serial", ["type": backend.type]) { output in
                backend.write(to: &output)
                output.element("target", ["port": "\(index)"])
            }
        }
        for (index, backend) in parallels(guest).ports.enumerated() {
            output.element("parallel", ["type": backend.type]) { output in
                backend.write(to: &output)
                output.element("target", ["port": "\(index)"])
            }
        }
        // libvirt shows the first port once more, as the guest's console.
        guard let (index, backend) = ports.first else { return }
        output.element("console", ["type": backend.type]) { output in
            backend.write(to: &output)
            output.element("target", ["type": "serial", "port": "\(index)"])
        }
    }
}

extension CharacterDevices {
    /// The parallel ports with which the device model's arguments begin, and its other arguments.
    static func parallels(_ guest: GuestConfiguration) -> (ports: [Backend], others: [String]) {
        var ports: [Backend] = []
        var rest = guest.deviceModel.arguments[...]
        while guest.hvm != nil, rest.first == parallelArgument, let port = rest.dropFirst().first.flatMap(Backend.init)
        {
            ports.append(port)
            rest = rest.dropFirst(2)
        }
        return (ports, Array(rest))
    }
}

/// What is behind a port, taken out of QEMU's words for it.
struct Backend {
    /// libvirt's name of the kind.
    let type: String
    /// The attributes of each `source`: path, mode, host, service.
    private var sources: [(path: String?, mode: String?, host: String?, service: String?)] = []
    private var protocolName: String?

    /// Nil for what libvirt has no words for.
    init?(_ word: String) {
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let rest = parts.count > 1 ? parts[1] : ""
        let listens = rest.hasSuffix(",server,nowait")
        let place = listens ? String(rest.dropLast(",server,nowait".count)) : rest
        let mode = listens ? "bind" : "connect"
        switch parts[0] {
        case "pty", "null", "stdio", "vc": type = parts[0]
        case "file", "pipe":
            type = parts[0]
            sources = [(rest, nil, nil, nil)]
        case "unix":
            type = "unix"
            sources = [(place, mode, nil, nil)]
        case "tcp", "telnet":
            guard let end = Self.hostAndService(place[...]) else { return nil }
            type = "tcp"
            sources = [(nil, mode, end.host, end.service)]
            protocolName = parts[0] == "telnet" ? "telnet" : "raw"
        case "udp":
            let ends = rest.split(separator: "@", omittingEmptySubsequences: false)
            guard let there = ends.first.flatMap(Self.hostAndService) else { return nil }
            type = "udp"
            if ends.count == 2, let here = Self.hostAndService(ends[1]) {
                sources = [(nil, "bind", here.host, here.service)]
            }
            sources.append((nil, "connect", there.host, there.service))
        default:
            guard word.hasPrefix("/") else { return nil }
            type = "dev"
            sources = [(word, nil, nil, nil)]
        }
    }

    func write(to output: inout XMLOutput) {
        for source in sources {
            output.element(
                "source",
                ["mode": source.mode, "path": source.path, "host": source.host, "service": source.service])
        }
        if let protocolName { output.element("protocol", ["type": protocolName]) }
    }

    private static func hostAndService(_ text: Substring) -> (host: String, service: String)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}
