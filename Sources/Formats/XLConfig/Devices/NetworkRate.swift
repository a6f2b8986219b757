import FormatSupport

/// A limit on what an interface may send: `10Mb/s`, or `1GB/s@20ms`. xl-network-configuration(5), `rate`.
struct NetworkRate: Sendable, Hashable {
    /// Bytes that may be sent in each interval.
    let bytesPerInterval: UInt64
    /// The interval's length in microseconds.
    let interval: UInt32

    /// 50 ms, when the specification names none.
    static let standardInterval: UInt32 = 50_000

    init(_ text: String) throws(SpecError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytesPerSecond = NetworkRate.bytesPerSecond(parts[0]) else {
            throw SpecError("rate must be a speed such as 10Mb/s, 1GB/s or 500KB/s@20ms, not \(quoted(text))")
        }
        var interval = NetworkRate.standardInterval
        if parts.count > 1 {
            guard let microseconds = NetworkRate.microseconds(parts[1]) else {
                throw SpecError(
                    "the interval after @ must be a time such as 20ms or 1s, not \(quoted(String(parts[1])))")
            }
            interval = microseconds
        }
        let (product, overflow) = bytesPerSecond.multipliedReportingOverflow(by: UInt64(interval))
        if overflow { throw SpecError("the rate \(quoted(text)) is more than libxl can count") }
        bytesPerInterval = product / 1_000_000
        self.interval = interval
    }

    /// Nil unless both are given.
    init?(bytesPerInterval: UInt64, interval: UInt32) {
        guard interval > 0 else { return nil }
        self.bytesPerInterval = bytesPerInterval
        self.interval = interval
    }

    /// The shortest text that reads back as this.
    var text: String {
        let (product, overflow) = bytesPerInterval.multipliedReportingOverflow(by: 1_000_000)
        let perSecond = overflow ? UInt64.max / UInt64(interval) : (product + UInt64(interval) - 1) / UInt64(interval)
        // Less than a byte an interval is none, and there is no way to write none.
        var (number, unit) = (perSecond == 0 ? 1 : perSecond, "")
        for larger in ["K", "M", "G"] where number > 0 && number % 1000 == 0 {
            (number, unit) = (number / 1000, larger)
        }
        return "\(number)\(unit)B/s" + (interval == NetworkRate.standardInterval ? "" : "@\(time)")
    }

    private var time: String {
        if interval % 1_000_000 == 0 { return "\(interval / 1_000_000)s" }
        return interval % 1000 == 0 ? "\(interval / 1000)ms" : "\(interval)us"
    }

    /// `10Mb/s`: a count, a factor, bits or bytes.
    private static func bytesPerSecond(_ text: Substring) -> UInt64? {
        var rest = text
        guard rest.hasSuffix("/s") else { return nil }
        rest.removeLast(2)
        guard let unit = rest.popLast(), unit == "b" || unit == "B" else { return nil }
        let factors: [Character: UInt64] = ["K": 1_000, "M": 1_000_000, "G": 1_000_000_000]
        let factor = rest.last.flatMap { factors[$0] }
        if factor != nil { rest.removeLast() }
        guard let count = count(rest) else { return nil }
        let product = UInt64(count) * (factor ?? 1)
        return unit == "b" ? product / 8 : product
    }

    /// `20ms`; without a unit, seconds.
    private static func microseconds(_ text: Substring) -> UInt32? {
        var rest = text
        if rest.last == "s" { rest.removeLast() }
        var factor: UInt64 = 1_000_000
        if rest.last == "m" || rest.last == "u" { factor = rest.removeLast() == "m" ? 1000 : 1 }
        return count(rest).flatMap { UInt32(exactly: UInt64($0) * factor) }
    }

    /// From 1 to 4294967295; octal after a 0, like C.
    private static func count(_ text: Substring) -> UInt32? {
        guard Numbers.decimal(text) != nil, let number = Numbers.long(String(text)), number > 0 else { return nil }
        return UInt32(exactly: number)
    }
}
