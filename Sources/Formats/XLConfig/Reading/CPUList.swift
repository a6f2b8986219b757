import FormatSupport
import GuestModel

/// xl.cfg's notation for sets of cpus: `0-3,^2`, `all,^0`, `node:1`. xl.cfg(5), `cpus`.
enum CPUList {
    /// The cpus that a text means, as the manual says. (xl 4.17 itself knows no more than the first eight cpus of a host
    /// with up to eight nodes when it looks up `node:`.)
    ///
    /// Parts take effect from left to right, so that `^2,0-3` holds cpu 2.
    ///
    /// `host` is the host's cpus by NUMA node; those that the host does not have are left out, as xl leaves them out. If
    /// it is nil, `all` is every cpu that a host can have, and a NUMA node is an error.
    static func read(_ text: String, on host: [CPUSet]?) throws(SpecError) -> CPUSet {
        let everything = host.map { $0.flatMap(\.members) } ?? CPUSet.everyCPU.members
        var isIn = Array(repeating: false, count: CPUSet.everyCPU.count)
        let parts = text.split(separator: ",")
        if parts.count > isIn.count { throw SpecError("a list of cpus has \(parts.count) parts, more than 4096") }
        for part in parts {
            var rest = part
            let isTakenAway = rest.first == "^"
            if isTakenAway { rest = rest.dropFirst() }
            let nodes = ["nodes:", "node:"].first { rest.hasPrefix($0) }
            if let nodes { rest = rest.dropFirst(nodes.count) }
            if rest == "all" {
                if isTakenAway { throw SpecError("^all would leave nothing") }
                for cpu in everything { isIn[Int(cpu)] = true }
                continue
            }
            guard let range = range(rest) else {
                throw SpecError("\(quoted(String(part))) is no cpu, no range such as 0-3, no node:1, and not all")
            }
            let last = min(Int(range.upperBound), isIn.count - 1)
            for number in stride(from: Int(range.lowerBound), through: last, by: 1) where nodes == nil {
                isIn[number] = !isTakenAway
            }
            if nodes != nil {
                guard let host else {
                    throw SpecError(
                        """
                        which cpus \(quoted(String(part))) means depends on the host: name it with --connect, or write the \
                        cpus' numbers
                        """)
                }
                for node in host.indices where range.contains(UInt32(node)) {
                    for cpu in host[node].members { isIn[Int(cpu)] = !isTakenAway }
                }
            }
        }
        let named = isIn.indices.lazy.filter { isIn[$0] }.map { UInt32($0) }
        guard host != nil else { return CPUSet(named) }
        let present = Set(everything)
        return CPUSet(named.filter(present.contains))
    }

    /// The first cpu that the numbers and ranges of a text name twice, or that has been named before; the others are added.
    static func firstTwice(_ text: Substring, _ named: inout Set<UInt32>) -> UInt32? {
        let limit = UInt32(CPUSet.everyCPU.count)
        for range in text.split(separator: ",").compactMap(range) where range.lowerBound < limit {
            for cpu in range.lowerBound...min(range.upperBound, limit - 1) where !named.insert(cpu).inserted {
                return cpu
            }
        }
        return nil
    }

    /// The cpus as xl reads them: `0-3,6`, or `all,^0` for those that are all but a few.
    static func text(of cpus: CPUSet) -> String {
        guard cpus.isOpenEnded else { return cpus.description }
        let missing = CPUSet(Set(CPUSet.everyCPU.members).subtracting(cpus.members))
        return (["all"] + missing.description.split(separator: ",").map { "^\($0)" }).joined(separator: ",")
    }

    /// `3` or `0-3`.
    private static func range(_ text: Substring) -> ClosedRange<UInt32>? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(number)
        guard let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high else { return nil }
        return low...high
    }

    /// Blanks and a plus sign may stand before a number.
    private static func number(_ text: Substring) -> UInt32? {
        var rest = text.trimmingPrefix(while: \.isWhitespace)
        if rest.first == "+" { rest = rest.dropFirst() }
        return Numbers.decimal(rest).flatMap { UInt32(exactly: $0) }
    }
}
