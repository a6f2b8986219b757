import GuestModel
import Host
import LibxlJSON
import YAML

extension World {
    /// Reads what ``yaml()`` writes. Everything but the version may be left out, so that a file can be written by hand.
    init(yaml: [UInt8]) throws(YAMLError) {
        let start = YAMLPosition(line: 1, column: 1)
        guard let document = try YAMLReader.read(yaml) else {
            throw YAMLError(at: start, "the file is empty; a world has at least version: \(Self.fileVersion)")
        }
        var top = try YAMLMapping(document, of: "a world")
        let versionNode = try top.required("version")
        let version = try versionNode.integer(Int.self)
        guard version == Self.fileVersion else {
            throw YAMLError(
                at: versionNode.position, "a world of version \(version); this xenward knows \(Self.fileVersion)")
        }
        self.init()
        if let node = top.optional("host") { try readMachine(node) }
        for node in try top.optional("behaviours")?.sequence() ?? [] {
            var entry = try YAMLMapping(node, of: "a behaviour")
            let guest = try entry.required("guest").string()
            behaviours[guest] = try entry.required("behaviour").choice()
            try entry.refuseUnknown()
        }
        for node in try top.optional("scrubbing")?.sequence() ?? [] {
            var entry = try YAMLMapping(node, of: "scrubbed memory")
            scrubbing.append(
                ScrubbedMemory(
                    kibibytes: try entry.required("memory").memory(), until: try entry.required("until").integer()))
            try entry.refuseUnknown()
        }
        for node in try top.optional("saved_memory")?.sequence() ?? [] {
            var entry = try YAMLMapping(node, of: "a saved memory")
            let path = try entry.required("path").string()
            savedMemories[path] = SavedMemory(
                domain: try SimulatedDomain(entry.required("domain")),
                isStale: try entry.optional("stale")?.boolean() ?? false)
            try entry.refuseUnknown()
        }
        var domids: Set<Domid> = []
        for node in try top.optional("domains")?.sequence() ?? [] {
            let domain = try SimulatedDomain(node)
            if !domids.insert(domain.domid).inserted {
                throw YAMLError(at: node.position, "two domains have the domid \(domain.domid)")
            }
            insert(domain)
        }
        try top.refuseUnknown()
    }

    private mutating func readMachine(_ node: YAMLNode) throws(YAMLError) {
        var host = try YAMLMapping(node, of: "the host")
        if let node = host.optional("boot_id") { machine.bootID = try node.string() }
        if let node = host.optional("xen_version") { machine.version = try node.string() }
        if let node = host.optional("total_memory") { machine.totalMemory = try node.memory() }
        if let node = host.optional("cpus") { machine.cpus = try node.integer() }
        if let node = host.optional("cpupools") { machine.cpupools = try node.strings() }
        if let node = host.optional("guest_kinds") {
            machine.guestKinds = []
            for kind in try node.sequence() { machine.guestKinds.insert(try kind.choice()) }
        }
        if let node = host.optional("missing") { machine.missing = Set(try node.strings()) }
        if let node = host.optional("scrub_seconds") { machine.scrubSeconds = Int64(try node.integer(UInt32.self)) }
        if let node = host.optional("last_domid") { lastDomid = try node.integer() }
        if let node = host.optional("random") { random.state = try node.integer() }
        try host.refuseUnknown()
    }
}

extension SimulatedDomain {
    fileprivate init(_ node: YAMLNode) throws(YAMLError) {
        var domain = try YAMLMapping(node, of: "a domain")
        domid = try domain.required("domid").integer()
        uuid = try domain.required("uuid").value("a uuid") { GuestUUID($0) }
        name = try domain.required("name").string()
        state = try Self.state(&domain)
        nonce = try domain.optional("nonce")?.string()
        runtime = Runtime(
            memoryTarget: try domain.required("memory_target").memory(),
            memoryMaximum: try domain.required("memory_maximum").memory(),
            videoMemory: try domain.optional("video_memory")?.memory() ?? 0,
            memoryHeld: try domain.required("memory_held").memory(),
            vcpus: try domain.required("vcpus").integer(),
            onlineVCPUs: try domain.required("online_vcpus").cpus(),
            hardAffinity: try domain.optional("hard_affinity")?.cpuSets() ?? [],
            softAffinity: try domain.optional("soft_affinity")?.cpuSets() ?? [],
            nodeAffinity: try domain.optional("node_affinity")?.cpus(),
            cpupool: try domain.optional("cpupool")?.string() ?? "Pool-0",
            weight: try domain.optional("weight")?.integer() ?? 256,
            cap: try domain.optional("cap")?.integer() ?? 0,
            keyboards: try domain.optional("keyboards")?.integers() ?? [])
        stored = CanonicalConfiguration(text: try domain.required("configuration").string())
        userdata = try domain.optional("userdata")?.string()
        for node in try domain.optional("other_toolstacks")?.sequence() ?? [] {
            otherToolstacks.insert(try node.choice())
        }
        if let node = domain.optional("published") {
            guard case .mapping(let pairs) = node.content else {
                throw YAMLError(at: node.position, "published has to be a mapping of keys to texts")
            }
            for pair in pairs { published[pair.key] = try pair.value.string() }
        }
        try domain.refuseUnknown()
        guard (1...World.largestDomid).contains(domid) else {
            throw YAMLError(at: node.position, "domid \(domid) is not within 1…\(World.largestDomid)")
        }
        guard (1...512).contains(runtime.vcpus) else {
            throw YAMLError(at: node.position, "\(runtime.vcpus) vcpus are not within 1…512")
        }
    }

    private static func state(_ domain: inout YAMLMapping) throws(YAMLError) -> DomainState {
        let node = try domain.required("state")
        let reason = domain.optional("reason")
        switch try node.string() {
        case "running": return .running
        case "paused": return .paused
        case "dying": return .dying
        case "shut_down":
            guard let reason else { throw YAMLError(at: node.position, "a domain that is shut down has a reason") }
            return .shutDown(try reason.choice())
        case let other:
            throw YAMLError(at: node.position, "\"\(other)\" is none of running, paused, shut_down, dying")
        }
    }
}

extension YAMLMapping {
    fileprivate func refuseUnknown() throws(YAMLError) {
        try refuseOthers { Spelling.nearest(to: $0, among: $1) }
    }
}

extension YAMLNode {
    /// In KiB.
    fileprivate func memory() throws(YAMLError) -> UInt64 {
        let kibibytes = try integer(UInt64.self)
        guard kibibytes <= largestMemory else {
            throw YAMLError(at: position, "\(kibibytes) KiB are more than any machine has")
        }
        return kibibytes
    }

    fileprivate func strings() throws(YAMLError) -> [String] {
        var strings: [String] = []
        for node in try sequence() { strings.append(try node.string()) }
        return strings
    }

    fileprivate func integers() throws(YAMLError) -> [Int32] {
        var numbers: [Int32] = []
        for node in try sequence() { numbers.append(try node.integer()) }
        return numbers
    }

    fileprivate func cpuSets() throws(YAMLError) -> [CPUSet] {
        var sets: [CPUSet] = []
        for node in try sequence() { sets.append(try node.cpus()) }
        return sets
    }

    /// In the notation of ``CPUSet/description``: `0-3,6`.
    fileprivate func cpus() throws(YAMLError) -> CPUSet {
        try value("numbers like 0-3,6") { text in
            var members: [UInt32] = []
            for run in text.split(separator: ",", omittingEmptySubsequences: false) {
                let ends = run.split(separator: "-", omittingEmptySubsequences: false).map { UInt32($0) }
                guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
                    first <= last, last <= 4095
                else { return text.isEmpty ? CPUSet() : nil }
                members.append(contentsOf: first...last)
            }
            return CPUSet(members)
        }
    }
}
