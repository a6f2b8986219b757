import GuestModel

/// libvirt's notation for sets of processors.
enum LibvirtCPUList {
    /// The last number that libvirt's own masks can hold; it refuses those beyond.
    private static let lastOfLibvirt = 1023

    /// The processors as libvirt reads them.
    static func text(of cpus: CPUSet) -> String {
        cpus.isOpenEnded ? CPUSet(cpus.members.filter { $0 <= lastOfLibvirt }).description : cpus.description
    }

    /// Nil for anything else: numbers and runs parted by commas, `^` before one that is taken out again.
    static func parse(_ text: String) -> CPUSet? {
        var isMember = Array(repeating: false, count: CPUSet.everyCPU.count)
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var word = Substring(String(part).filter { $0 != " " })
            let excluded = word.hasPrefix("^")
            if excluded { word = word.dropFirst() }
            let ends = word.split(separator: "-", omittingEmptySubsequences: false)
            guard let first = ends.first.flatMap({ UInt32($0) }), first <= CPUSet.lastNumber, ends.count <= 2 else {
                return nil
            }
            var last = first
            if ends.count == 2 {
                guard !excluded, let end = UInt32(ends[1]), end >= first, end <= CPUSet.lastNumber else { return nil }
                last = end
            }
            for number in first...last { isMember[Int(number)] = !excluded }
        }
        // Who names the last processor of libvirt's masks means every one from there on.
        if isMember[lastOfLibvirt], isMember.lastIndex(of: true) == lastOfLibvirt {
            for number in lastOfLibvirt..<isMember.count { isMember[number] = true }
        }
        let members = isMember.indices.filter { isMember[$0] }
        return members.isEmpty ? nil : CPUSet(members.map { UInt32($0) })
    }
}
