/// libvirt's sizes of memory: a number, and a unit that is KiB unless it is given.
enum MemorySize {
    /// How many bytes a unit is; nil for what is no unit of libvirt's.
    ///
    /// Units are read without regard to case: b and bytes, KB, MB, … in powers of 1000, k and KiB, M and MiB, … in
    /// powers of 1024.
    static func bytes(inUnit unit: String) -> UInt64? {
        switch unit.lowercased() {
        case "b", "byte", "bytes": return 1
        case let name:
            guard let prefix = name.first, let power = ["k", "m", "g", "t", "p", "e"].firstIndex(of: String(prefix))
            else { return nil }
            let base: UInt64
            switch name.dropFirst() {
            case "", "ib": base = 1024
            case "b": base = 1000
            default: return nil
            }
            return (0...power).reduce(1) { size, _ in size * base }
        }
    }

    /// A number of some unit in KiB, rounded up; nil when it is too large to say.
    static func kibibytes(_ number: UInt64, of unit: UInt64) -> UInt64? {
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow, bytes <= UInt64(Int64.max) else { return nil }
        return bytes / 1024 + (bytes % 1024 == 0 ? 0 : 1)
    }
}

extension Element {
    /// The memory that the element's text and its `unit` say, in KiB.
    var kibibytes: UInt64? {
        guard let text else {
            lacks("a number")
            return nil
        }
        return text.kibibytes(unit: attribute("unit"))
    }
}

extension Value {
    /// This number of some unit, in KiB.
    func kibibytes(unit: Value?) -> UInt64? {
        guard let number = number(UInt64.self) else { return nil }
        guard let size = MemorySize.bytes(inUnit: unit?.trimmed ?? "KiB") else {
            unit?.refuse("b, KB, KiB, MB, MiB, GB, GiB, TB, TiB, PB, PiB, EB or EiB")
            return nil
        }
        guard let kibibytes = MemorySize.kibibytes(number, of: size) else {
            refuse("less than 8 EiB")
            return nil
        }
        return kibibytes
    }
}
