import FormatSupport
import GuestModel

/// `vcpu` and `cputune`: how many processors, where they run, and how much of them.
enum VCPUElements {
    static func read(_ domain: Element, into draft: inout DomainDraft) {
        let element = domain.child("vcpu")
        let count = element?.text?.number(in: UInt32(1)...UInt32(512)) ?? 1
        draft.guest.vcpus.maximum = count
        var online = count
        if let current = element?.attribute("current"), let number = current.number(in: UInt32(1)...UInt32(512)) {
            online = number
            domain.reading.remember(.onlineVCPUs, at: current.place)
        }
        draft.guest.vcpus.online = CPUSet(first: online)
        if let element { domain.reading.remember(.vcpus, at: element.place) }
        if let placement = element?.attribute("placement"), placement.choice(["static": true, "auto": false]) == false {
            placement.note(.warning, .unread, "placement 'auto' asks for numad's advice: xenward leaves it to Xen")
        }
        var pinned: [UInt32: CPUSet] = [:]
        if let set = element?.attribute("cpuset")?.cpuSet {
            for vcpu in 0..<count { pinned[vcpu] = set }
        }
        readTuning(domain, count: count, into: &draft, &pinned)
        guard let last = pinned.keys.max() else { return }
        draft.guest.vcpus.hardAffinityByVCPU = (0...last).map { pinned[$0] ?? .everyCPU }
        draft.guest.vcpus.numaPlacement = false
    }

    /// Those that Xen's schedulers know.
    private static let weights: ClosedRange<Int32> = 1...65535

    private static func readTuning(
        _ domain: Element, count: UInt32, into draft: inout DomainDraft, _ pinned: inout [UInt32: CPUSet]
    ) {
        guard let tuning = domain.child("cputune") else { return }
        draft.guest.scheduling.weight = tuning.child("shares")?.text?.number(in: weights)
        var named: Set<UInt32> = []
        for pin in tuning.children("vcpupin") {
            guard let vcpu = pin.attribute("vcpu"), let set = pin.attribute("cpuset") else {
                pin.lacks("vcpu and cpuset")
                continue
            }
            guard let number = vcpu.number(UInt32.self), let cpus = set.cpuSet else { continue }
            if !named.insert(number).inserted { vcpu.refuse("a vcpu that no other <vcpupin> names") }
            if number < count {
                pinned[number] = cpus
            } else {
                vcpu.note(.warning, .value, "vcpu \(number) is none of the \(count) that the guest has, from 0 on")
            }
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        let vcpus = guest.vcpus
        let count = min(max(1, vcpus.maximum ?? 1), 512)
        let current =
            vcpus.online == CPUSet(first: count) || vcpus.online.isEmpty
            ? nil : "\(min(vcpus.online.count, Int(count)))"
        let pins = vcpus.hardAffinityByVCPU
        let common = pins.count == Int(count) && Set(pins).count == 1 ? pins.first : nil
        output.element(
            "vcpu", ["placement": "static", "cpuset": common.map(LibvirtCPUList.text), "current": current],
            text: "\(count)")
        output.group("cputune") { output in
            if let weight = guest.scheduling.weight, weights.contains(weight) {
                output.element("shares", text: "\(weight)")
            }
            guard common == nil else { return }
            for (vcpu, set) in pins.enumerated() where !set.isEmpty && set != .everyCPU {
                output.element("vcpupin", ["vcpu": "\(vcpu)", "cpuset": LibvirtCPUList.text(of: set)])
            }
        }
    }
}
