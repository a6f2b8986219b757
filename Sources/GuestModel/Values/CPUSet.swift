/// A set of processors, vcpus or NUMA nodes by number (`libxl_bitmap`).
public struct CPUSet: Sendable, Hashable, FieldCodable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The members, ascending.
    public private(set) var members: [UInt32]

    public init() { members = [] }

    public init(_ numbers: some Sequence<UInt32>) {
        members = Array(numbers)
        let isAscending = zip(members, members.dropFirst()).allSatisfy { $0 < $1 }
        if !isAscending { members = Array(Set(members)).sorted() }
    }

    public init(arrayLiteral numbers: UInt32...) { self.init(numbers) }

    /// The first `count` numbers, from 0 on.
    public init(first count: UInt32) { members = Array(0..<count) }

    /// The largest number that a processor of a host of Xen can have.
    public static let lastNumber: UInt32 = 4095

    /// Every processor, however many a host has; Xen takes those that are there.
    public static let everyCPU = CPUSet(first: lastNumber + 1)

    /// Whether these are all from some number on, however many a host has, such as those of `all,^0`.
    public var isOpenEnded: Bool { members.last == Self.lastNumber && members.count > Int(Self.lastNumber) / 2 }

    /// As the value of a field that mostly means libxl's default, and not that there are none.
    public var isEmpty: Bool { members.isEmpty }
    /// How many members there are; of an open-ended set, more than any host has.
    public var count: Int { members.count }
    /// Whether a number is a member. The members are searched for it one by one.
    public func contains(_ number: UInt32) -> Bool { members.contains(number) }

    /// Whether the two have no member in common.
    public func isDisjoint(with other: CPUSet) -> Bool { Set(members).isDisjoint(with: other.members) }
    /// Whether all members are among the other's.
    public func isSubset(of other: CPUSet) -> Bool { Set(members).isSubset(of: other.members) }

    public var fieldValue: FieldValue { members.fieldValue }

    /// Numbers are accepted in any order, as libxl does; none is above ``lastNumber``.
    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        let numbers = try [UInt32](fieldValue: fieldValue, at: path)
        if let index = numbers.firstIndex(where: { $0 > Self.lastNumber }) {
            throw FieldValueError(
                path: path.appending(index), reason: "\(numbers[index]) is not within 0…\(Self.lastNumber)")
        }
        self.init(numbers)
    }

    /// Runs of numbers, as xl and libvirt write them: `0-3,6`.
    public var description: String {
        var runs: [ClosedRange<UInt32>] = []
        for number in members {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }
}
