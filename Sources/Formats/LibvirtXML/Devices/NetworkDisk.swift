import FormatSupport

/// A Ceph image, which libvirt describes by elements and QEMU by one line: `rbd:pool/image:mon_host=…`.
struct NetworkDisk {
    private var image: String
    private var hosts: [(name: String, port: String?)] = []
    private var configuration: String?

    /// The line for a `source`; nil, and an error, when it is of another kind.
    static func path(_ source: Element?, of disk: Element) -> String? {
        guard let source, let protocolName = source.attribute("protocol") else {
            disk.lacks("a <source> with a protocol")
            return nil
        }
        guard protocolName.choice(["rbd": true]) == true, let name = source.attribute("name") else { return nil }
        if source.child("auth") != nil || disk.child("auth") != nil {
            disk.report(.error, .unsupported, "xenward has no store of secrets: rbd with <auth> is not read")
            return nil
        }
        if name.text.contains(":") {
            name.refuse("pool/image without a colon")
            return nil
        }
        // QEMU's word for a snapshot of an image; it can only be read.
        let snapshot = source.child("snapshot")?.attribute("name").map { "@\($0.text)" } ?? ""
        var path = "rbd:\(name.text)\(snapshot):auth_supported=none"
        let hosts = source.children("host").compactMap { host -> String? in
            guard let name = host.attribute("name")?.text else { return nil }
            let address = name.contains(":") ? "[\(name.replacingColons)]" : name
            return address + (host.attribute("port").map { "\\:\($0.trimmed)" } ?? "")
        }
        if !hosts.isEmpty { path += ":mon_host=" + hosts.joined(separator: "\\;") }
        if let file = source.child("config")?.attribute("file")?.text { path += ":conf=\(file.replacingColons)" }
        return path
    }

    /// Takes such a line apart; nil for any that the elements cannot say.
    init?(_ path: String) {
        guard path.hasPrefix("rbd:") else { return nil }
        var words: [String] = [""]
        var escaped = false
        for character in path.dropFirst(4) {
            if character == ":", !escaped { words.append("") } else { words[words.count - 1].append(character) }
            escaped = character == "\\" && !escaped
        }
        image = words.removeFirst()
        guard words.contains("auth_supported=none") else { return nil }
        for word in words where word != "auth_supported=none" {
            if word.hasPrefix("conf=") {
                configuration = Self.split(word.dropFirst(5), at: "\\:").joined(separator: ":")
            } else if word.hasPrefix("mon_host=") {
                for host in Self.split(word.dropFirst(9), at: "\\;") {
                    let bracketed = host.hasPrefix("[")
                    let parts =
                        bracketed ? Self.split(host.dropFirst()[...], at: "]") : Self.split(host[...], at: "\\:")
                    guard let name = parts.first else { return nil }
                    var port = parts.count > 1 ? parts[1] : nil
                    if bracketed { port = port.map { String($0.drop { $0 == "\\" || $0 == ":" }) } }
                    if port?.isEmpty == true { port = nil }
                    hosts.append((Self.split(name[...], at: "\\:").joined(separator: ":"), port))
                }
            } else {
                return nil
            }
        }
    }

    func write(to output: inout XMLOutput) {
        let parts = image.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        output.element("source", ["protocol": "rbd", "name": parts[0]]) { output in
            if parts.count == 2 { output.element("snapshot", ["name": parts[1]]) }
            for host in hosts { output.element("host", ["name": host.name, "port": host.port]) }
            if let configuration { output.element("config", ["file": configuration]) }
        }
    }

    private static func split(_ text: Substring, at separator: String) -> [String] {
        var parts = [""]
        var rest = text
        while !rest.isEmpty {
            if rest.hasPrefix(separator) {
                parts.append("")
                rest = rest.dropFirst(separator.count)
            } else {
                parts[parts.count - 1].append(rest.removeFirst())
            }
        }
        return parts
    }
}

extension String {
    /// Colons behind backslashes, as QEMU wants them inside a value.
    fileprivate var replacingColons: String {
        split(separator: ":", omittingEmptySubsequences: false).joined(separator: "\\:")
    }
}
