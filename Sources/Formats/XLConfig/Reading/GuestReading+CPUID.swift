import FormatSupport
import GuestModel

extension GuestReading {
    /// `cpuid`: a list of leaves with their bits, or a text with the names of features.
    mutating func readCPUID() {
        guard let setting = settings["cpuid"] else { return }
        guard setting.value.isList else {
            guard case .text(let text, let position) = setting.value else { return }
            let policy = specified("cpuid", position) { () throws(SpecError) in try CPUFeatureList.read(text) }
            if let policy { configuration.cpuPolicy = policy }
            return
        }
        for (text, position) in texts(setting) ?? [] {
            let leaf = specified("cpuid", position) { () throws(SpecError) in try Self.leaf(text) }
            if let leaf { merge(leaf) }
        }
    }

    /// A later text about the same leaf adds to the earlier one.
    private mutating func merge(_ leaf: CPUIDLeaf) {
        let leaves = configuration.cpuPolicy.leaves
        guard let index = leaves.firstIndex(where: { $0.leaf == leaf.leaf && $0.subleaf == leaf.subleaf }) else {
            configuration.cpuPolicy.leaves.append(leaf)
            return
        }
        for (_, path) in Self.registers where leaf[keyPath: path] != nil {
            configuration.cpuPolicy.leaves[index][keyPath: path] = leaf[keyPath: path]
        }
    }

    private static let registers: [(name: String, path: WritableKeyPath<CPUIDLeaf, String?> & Sendable)] = [
        ("eax", \.eax), ("ebx", \.ebx), ("ecx", \.ecx), ("edx", \.edx),
    ]

    /// `LEAF[,SUBLEAF]:REGISTER=BITS,…`, where bits are 32 letters.
    private static func leaf(_ text: String) throws(SpecError) -> CPUIDLeaf {
        guard let colon = text.firstIndex(of: ":") else {
            throw SpecError("expected LEAF:REGISTER=BITS such as 1:ecx=x…x0, not \(quoted(text))")
        }
        var leaf = CPUIDLeaf()
        let numbers = text[..<colon].split(separator: ",", omittingEmptySubsequences: false).map {
            Numbers.long(String($0)).flatMap { UInt32(exactly: $0) }
        }
        guard (1...2).contains(numbers.count), let number = numbers[0], numbers.count == 1 || numbers[1] != nil else {
            throw SpecError("\(quoted(String(text[..<colon]))) is no leaf such as 1 or 0x80000001 or 4,1")
        }
        leaf.leaf = number
        if numbers.count == 2 { leaf.subleaf = numbers[1] }
        for part in text[text.index(after: colon)...].split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let register = registers.first(where: { $0.name == sides[0] }), sides.count == 2 else {
                throw SpecError("\(quoted(String(part))) must be eax, ebx, ecx or edx with its bits")
            }
            guard sides[1].count == 32, sides[1].allSatisfy({ "01xks".contains($0) }) else {
                throw SpecError("the bits of \(register.name) must be 32 letters out of 0, 1, x, k and s")
            }
            leaf[keyPath: register.path] = String(sides[1])
        }
        return leaf
    }

    /// A leaf as an element of `cpuid`.
    package static func text(of leaf: CPUIDLeaf) -> String {
        let hexadecimal = leaf.leaf > 0xffff ? "0x" + String(leaf.leaf, radix: 16) : String(leaf.leaf)
        let bits = registers.compactMap { name, path in leaf[keyPath: path].map { "\(name)=\($0)" } }
        return hexadecimal + (leaf.subleaf.map { ",\($0)" } ?? "") + ":" + bits.joined(separator: ",")
    }
}
