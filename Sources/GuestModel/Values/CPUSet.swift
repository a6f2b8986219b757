/// A set of processors, vcpus or NUMA nodes by number (`libxl_bitmap`).
public struct CPUSet: Sendable, Hashable, FieldCodable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The members, ascending.
    public private(set) var members: [UInt32]

    public init() { members = [] }

    public init(_ numbers: some Sequence<UInt32>) { members = Array(Set(numbers)).sorted() }

    public init(arrayLiteral numbers: UInt32...) { self.init(numbers) }

    /// The first `count` numbers, from 0 on.
    public init(first count: UInt32) { members = Array(0..<count) }

    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }
    public func contains(_ number: UInt32) -> Bool { members.contains(number) }

    public var fieldValue: FieldValue { members.fieldValue }

    /// Numbers are accepted in any order, as libxl does; 4095 is the largest number Xen can have.
    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        let numbers = try [UInt32](fieldValue: fieldValue, at: path)
        if let index = numbers.firstIndex(where: { $0 > 4095 }) {
            throw FieldValueError(path: path.appending(index), reason: "\(numbers[index]) is not within 0…4095")
        }
        self.init(numbers)
    }

    /// In xl's notation: `0-3,6`.
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
