import FormatSupport
import GuestModel

/// `cpu`: features forced on or off, and the NUMA nodes that the guest sees.
enum CPUElement {
    /// Xen's limit on NUMA nodes.
    private static let cellLimit = 64

    private static let distances: ClosedRange<UInt32> = 10...255

    static func read(_ domain: Element, into draft: inout DomainDraft) {
        readNodes(domain, into: &draft)
        guard let cpu = domain.child("cpu") else { return }
        var passthrough = false
        if let mode = cpu.attribute("mode") {
            passthrough = mode.text == "host-passthrough"
            if !passthrough {
                mode.note(
                    .warning, .meaningless,
                    "mode '\(mode.text)' has no meaning on Xen, whose guests see the host's processor: 'host-passthrough'"
                )
            }
        }
        if passthrough, draft.kind != .pv { readFeatures(cpu, into: &draft) }
        readCells(cpu, domain, into: &draft)
    }

    /// `numatune/memory`: the host's nodes that memory comes from.
    private static func readNodes(_ domain: Element, into draft: inout DomainDraft) {
        guard let memory = domain.child("numatune")?.child("memory") else { return }
        if let placement = memory.attribute("placement"), placement.text != "static" {
            return placement.note(
                .warning, .unsupported, "placement '\(placement.text)' asks for numad's advice: libxl chooses by itself"
            )
        }
        if let mode = memory.attribute("mode"), mode.text != "strict", mode.text != "preferred" {
            mode.note(.warning, .unsupported, "Xen has no mode '\(mode.text)': the nodes are preferred")
        }
        guard let nodes = memory.attribute("nodeset")?.cpuSet else { return }
        draft.guest.vcpus.nodeAffinity = nodes
        draft.guest.vcpus.numaPlacement = false
    }

    private static func readFeatures(_ cpu: Element, into draft: inout DomainDraft) {
        // The host's processor can run guests, so the guest's can, unless that is taken away.
        draft.guest.features.nestedHVM = true
        var isSaid = false
        for feature in cpu.children("feature") {
            guard let name = feature.attribute("name") else {
                feature.lacks("a name")
                continue
            }
            let policies: KeyValuePairs<String, Bool?> = [
                "force": true, "require": true, "optional": nil, "disable": false, "forbid": false,
            ]
            let policy = feature.attribute("policy")
            guard let wanted = policy == nil ? .some(true) : policy?.choice(policies) else { continue }
            if name.text == "vmx" || name.text == "svm" {
                guard let wanted else { continue }
                draft.guest.features.nestedHVM = wanted
                isSaid = true
            } else if let bit = CPUFeatures.bit(of: name.text) {
                draft.guest.cpuPolicy.force(bit, to: wanted)
            } else {
                let nearest = Spelling.nearest(to: name.text, among: CPUFeatures.names)
                name.refuse("a feature of x86 processors" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
            }
        }
        if !isSaid {
            cpu.report(
                .note, .deprecated,
                "'host-passthrough' offers nested virtualization too: say so with <feature policy='require' name='vmx'/>, "
                    + "or say 'forbid'")
        }
    }

    private static func readCells(_ cpu: Element, _ domain: Element, into draft: inout DomainDraft) {
        guard let numa = cpu.child("numa") else { return }
        domain.reading.cellsPlace = numa.place
        // In the order of their numbers, which is mostly that of the file.
        let cells = numa.children("cell").enumerated()
            .map { (id: $1.attribute("id")?.number(Int.self) ?? $0, place: $0, cell: $1) }
            .sorted { ($0.id, $0.place) < ($1.id, $1.place) }
            .map(\.cell)
        guard cells.count <= cellLimit else {
            return numa.report(.error, .limit, "\(cells.count) cells are more than the \(cellLimit) that Xen can have")
        }
        var given: [[Int: UInt32]] = []
        var placed = CPUSet()
        let areOnTheirOwn = cells.count <= domain.reading.hostNodes ?? .max
        for (index, cell) in cells.enumerated() {
            var node = VirtualNode()
            if let id = cell.attribute("id"), id.number(UInt32.self) != UInt32(index) {
                id.note(.error, .value, "cells are numbered from 0 on: expected \(index)")
            }
            node.physicalNode = areOnTheirOwn ? UInt32(index) : 0
            node.memory = cell.attribute("memory")?.kibibytes(unit: cell.attribute("unit"))
            if let cpus = cell.attribute("cpus"), let vcpus = cpus.cpuSet {
                node.vcpus = vcpus
                let twice = CPUSet(vcpus.members.filter(placed.contains))
                if !twice.isEmpty { cpus.refuse("vcpus that are in no other cell, and \(twice) is") }
                placed = CPUSet(placed.members + vcpus.members)
            }
            var distances: [Int: UInt32] = [:]
            for sibling in cell.child("distances")?.children("sibling") ?? [] {
                guard let id = sibling.attribute("id"), let value = sibling.attribute("value"),
                    let other = id.number(Int.self), let distance = value.number(in: Self.distances)
                else { continue }
                if cells.indices.contains(other) {
                    distances[other] = distance
                } else {
                    id.refuse("one of the \(cells.count) cells, from 0 on")
                }
            }
            given.append(distances)
            if cell.attribute("memory") == nil { cell.lacks("memory") }
            draft.guest.virtualNodes.append(node)
        }
        for index in draft.guest.virtualNodes.indices {
            draft.guest.virtualNodes[index].distances = cells.indices.map { other in
                // The way there is as long as the way back, where that alone is given.
                given[index][other] ?? given[other][index] ?? (other == index ? 10 : 20)
            }
        }
        readHostNodes(domain, into: &draft)
        // Its cells say where it is; libxl shall not look for a place.
        if !cells.isEmpty { draft.guest.vcpus.numaPlacement = false }
        checkVCPUs(placed, domain, numa)
    }

    /// libxl builds no guest in which a vcpu is in no cell, or a cell has one that there is not.
    private static func checkVCPUs(_ placed: CPUSet, _ domain: Element, _ numa: Element) {
        guard !placed.isEmpty, let count = domain.child("vcpu")?.text?.trimmed else { return }
        guard let count = UInt32(count), (1...512).contains(count), placed != CPUSet(first: count) else { return }
        let missing = CPUSet((0..<count).filter { !placed.contains($0) })
        let what = missing.isEmpty ? "the cells hold vcpu \(placed.members.last ?? 0)" : "vcpu \(missing) is in no cell"
        numa.report(.error, .value, "\(what): each of the guest's \(count) vcpus is in one cell")
    }

    /// `numatune/memnode`: which node of the host a cell stands on.
    private static func readHostNodes(_ domain: Element, into draft: inout DomainDraft) {
        for placement in domain.child("numatune")?.children("memnode") ?? [] {
            _ = placement.attribute("mode")
            guard let cell = placement.attribute("cellid"), let nodes = placement.attribute("nodeset"),
                let index = cell.number(Int.self), let set = nodes.cpuSet
            else { continue }
            guard draft.guest.virtualNodes.indices.contains(index) else {
                cell.refuse("one of the cells of <numa>")
                continue
            }
            if set.count > 1 {
                nodes.note(.warning, .unsupported, "Xen puts a cell on one node: the first of '\(nodes.text)' is taken")
            }
            draft.guest.virtualNodes[index].physicalNode = set.members.first ?? 0
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        // Those of a PV guest, libvirt passes over.
        let features = guest.type.kind == .pv ? [] : CPUFeatures.named(guest.cpuPolicy)
        let nested = guest.type.kind == .pv ? nil : guest.features.nestedHVM
        let cells = sayableCells(guest)
        guard !features.isEmpty || nested != nil || !cells.isEmpty else { return }
        let isForced = nested != nil || !features.isEmpty
        let mode = isForced ? "host-passthrough" : nil
        output.element("cpu", ["mode": mode]) { output in
            // Either name, of Intel's or of AMD's, stands for both.
            if isForced, nested != true { output.element("feature", ["policy": "disable", "name": "vmx"]) }
            for (name, on) in features {
                output.element("feature", ["policy": on ? "force" : "disable", "name": name])
            }
            output.group("numa") { output in
                for (index, node) in cells.enumerated() { writeCell(node, index, to: &output) }
            }
        }
    }

    /// The nodes, when libvirt would read each of them.
    private static func sayableCells(_ guest: GuestConfiguration) -> [VirtualNode] {
        let nodes = guest.virtualNodes
        let areSayable = nodes.allSatisfy { node in
            node.memory != nil && node.physicalNode <= 4095 && node.distances.count <= nodes.count
                && node.distances.allSatisfy { distances.contains($0) }
        }
        return areSayable && nodes.count <= cellLimit ? nodes : []
    }

    private static func writeCell(_ node: VirtualNode, _ index: Int, to output: inout XMLOutput) {
        let cpus = node.vcpus.isEmpty ? nil : node.vcpus.description
        let memory = node.memory.map { "\($0)" }
        output.element("cell", ["id": "\(index)", "cpus": cpus, "memory": memory, "unit": memory.map { _ in "KiB" }]) {
            $0.group("distances") { output in
                for (other, distance) in node.distances.enumerated() {
                    output.element("sibling", ["id": "\(other)", "value": "\(distance)"])
                }
            }
        }
    }

    static func writePlacement(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        output.group("numatune") { output in
            if !guest.vcpus.nodeAffinity.isEmpty {
                output.element("memory", ["mode": "strict", "nodeset": guest.vcpus.nodeAffinity.description])
            }
            for (index, node) in sayableCells(guest).enumerated() where node.physicalNode != index {
                output.element(
                    "memnode", ["cellid": "\(index)", "mode": "strict", "nodeset": "\(node.physicalNode)"])
            }
        }
    }
}
