import GuestModel

/// The cpus that xl.conf(5) lets guests run on, as it words them: `0-3`, `all,^0`, `node:1`.
///
/// The words are kept, because some of them mean nothing before the host has been asked which cpus it has.
public struct CPUMask: Sendable, Hashable {
    /// As it stands in the file. xl.conf(5): `vm.cpumask`, `vm.pv.cpumask`, `vm.hvm.cpumask`.
    public let text: String

    /// - Throws: when the text is no list of cpus, whatever the host.
    init(_ text: String) throws(SpecError) {
        _ = try CPUList.read(text, on: [])
        self.text = text
    }

    func cpus(on host: [CPUSet]?) throws(SpecError) -> CPUSet { try CPUList.read(text, on: host) }
}

extension HostDefaults {
    /// The masks that hold for guests of a type, each with its key.
    func masks(for kind: GuestType.Kind) -> [(key: String, mask: CPUMask)] {
        let ofType =
            switch kind {
            case .pv: ("vm.pv.cpumask", pvCPUMask)
            case .pvh, .hvm: ("vm.hvm.cpumask", hvmCPUMask)
            }
        return [("vm.cpumask", cpuMask), ofType].compactMap { key, mask in mask.map { (key, $0) } }
    }
}
