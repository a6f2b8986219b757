import GuestModel

/// A feature that CPUID or a model specific register tells of, under the name that libxl 4.17 gives it.
///
/// The names are those of `cpuid = "host,…"` in xl.cfg(5); where a feature has several, the first is preferred.
public struct CPUFeature: Sendable, Hashable {
    /// Where it is told.
    public enum Place: Sendable, Hashable {
        /// A register of CPUID's answer; the subleaf is nil for a leaf that has none.
        case cpuid(leaf: UInt32, subleaf: UInt32?, register: Register)
        /// A model specific register, by its number.
        case msr(index: UInt32)
    }

    /// A register that CPUID answers in.
    public enum Register: String, Sendable, Hashable, CaseIterable {
        case eax, ebx, ecx, edx
    }

    /// One of its names, such as `avx2`; each of a feature's names is a value of its own.
    public let name: String
    /// The register that the bits are in.
    public let place: Place
    /// The lowest bit, from 0 on.
    public let bit: Int
    /// How many bits: 1 but for a few numbers.
    public let width: Int

    /// The feature of that name.
    public static func named(_ name: String) -> CPUFeature? { byName[name] }

    /// The feature of one bit at a place.
    public static func at(_ place: Place, bit: Int) -> CPUFeature? { byBit[Bit(place: place, bit: bit)] }

    /// Every name.
    public static var names: [String] { byName.keys.sorted() }

    private struct Bit: Hashable {
        var place: Place
        var bit: Int
    }

    private static let all: [CPUFeature] = {
        var features = CPUFeatureNames.numbers
        for group in CPUFeatureNames.groups {
            for (bit, names) in group.names.split(separator: " ").enumerated() where names != "-" {
                for name in names.split(separator: "/") {
                    features.append(CPUFeature(name: String(name), place: group.place, bit: bit, width: 1))
                }
            }
        }
        return features
    }()

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
    private static let byBit = Dictionary(
        all.filter { $0.width == 1 }.map { (Bit(place: $0.place, bit: $0.bit), $0) }
    ) { first, _ in first }
}
