import FormatSupport
import GuestModel

extension GuestReading {
    /// `vnuma`: a list of nodes, each a list of `key=value`.
    mutating func readVirtualNodes() {
        guard let setting = settings["vnuma"] else { return }
        guard case .list(let nodes, _) = setting.value else {
            refuse("vnuma", "vnuma must be a list of lists: vnuma = [ [ \"pnode=0\", \"size=512\", \"vcpus=0\" ] ]")
            return
        }
        guard nodes.count <= 512 else {
            refuse("vnuma", "vnuma has \(nodes.count) nodes, more than the 512 vcpus that a guest can have")
            return
        }
        var named: Set<UInt32> = []
        for node in nodes {
            guard let read = virtualNode(node, of: nodes.count, &named) else { return }
            configuration.virtualNodes.append(read)
        }
        if nodes.isEmpty { return }
        apply(configuration.virtualNodes)
    }

    /// Memory and vcpus of the whole guest are the sums of its nodes.
    private mutating func apply(_ nodes: [VirtualNode]) {
        configuration.vcpus.numaPlacement = false
        let memory = nodes.memory ?? 0
        if settings["maxmem"] != nil, configuration.memory.maximum != memory {
            refuse("vnuma", "the nodes of vnuma have \(memory >> 10) MiB together, which differs from maxmem")
        }
        configuration.memory.maximum = memory
        let vcpus = UInt32(nodes.reduce(0) { $0 + $1.vcpus.count })
        if saysMaximum, configuration.vcpus.maximum != vcpus {
            refuse("vnuma", "the nodes of vnuma have \(vcpus) vcpus together, which differs from maxvcpus")
        } else if let online = configuration.vcpus.maximum, !saysMaximum, online > vcpus {
            refuse("vnuma", "the nodes of vnuma have \(vcpus) vcpus together, less than vcpus")
        }
        if vcpus > 0 { configuration.vcpus.maximum = vcpus }
    }

    private mutating func virtualNode(_ value: Value, of count: Int, _ named: inout Set<UInt32>) -> VirtualNode? {
        guard case .list(let parts, _) = value else {
            refuse("vnuma", at: value.position, "each node of vnuma must be a list: [ \"pnode=0\", \"size=512\", … ]")
            return nil
        }
        var node = VirtualNode()
        // As in xl, a distance that is not given is 0.
        node.distances = Array(repeating: 0, count: count)
        var seen: Set<String> = []
        for part in parts {
            guard case .text(let text, let position) = part, let equals = text.firstIndex(of: "=") else {
                refuse("vnuma", at: part.position, "a node of vnuma is made of \"key=value\"")
                return nil
            }
            let key = text[..<equals].filter { $0 != " " }
            let number = text[text.index(after: equals)...].trimmingPrefix(while: \.isWhitespace)
            seen.insert(key)
            let isRead: Void? = specified("vnuma", position) { () throws(SpecError) in
                let word = number.prefix { !$0.isWhitespace }
                try Self.read(key, word, count, into: &node)
                // xl counts it twice, and libxl builds no guest in which it has two places.
                if key == "vcpus", let vcpu = CPUList.firstTwice(word, &named) {
                    throw SpecError("vcpu \(vcpu) is named twice: each has its place in one node")
                }
            }
            if isRead == nil { return nil }
        }
        for key in ["pnode", "size", "vcpus"] where !seen.contains(key) {
            refuse("vnuma", at: value.position, "the node of vnuma has no \(key)")
            return nil
        }
        return node
    }

    private static func read(
        _ key: String, _ value: Substring, _ count: Int, into node: inout VirtualNode
    ) throws(SpecError) {
        switch key {
        case "pnode": node.physicalNode = try number(key, value)
        case "size": node.memory = UInt64(try number(key, value)) << 10
        case "vcpus": node.vcpus = try CPUList.read(String(value), on: nil)
        case "vdistances":
            let distances = value.split(separator: ",")
            guard distances.count == count else {
                throw SpecError("vdistances must be \(count) numbers, one for each node, not \(quoted(String(value)))")
            }
            for (index, distance) in distances.enumerated() { node.distances[index] = try number(key, distance) }
        default:
            let near = Spelling.nearest(to: key, among: ["pnode", "size", "vcpus", "vdistances"])
            throw SpecError("a node has no \(key)\(near.map { "; did you mean \($0)?" } ?? "")")
        }
    }

    private static func number(_ key: String, _ text: Substring) throws(SpecError) -> UInt32 {
        guard let number = Numbers.decimal(text), let fit = UInt32(exactly: number) else {
            throw SpecError("\(key) must be a number, not \(quoted(String(text)))")
        }
        return fit
    }
}
