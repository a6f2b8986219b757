import FormatSupport

extension ToolstackConfiguration.Autoballoon {
    /// Whether dom0 gives up memory for guests on a host that was booted with this command line.
    ///
    /// - Parameter xenCommandLine: Xen's own (`libxl_version_info.commandline`), not dom0's.
    public func isOn(xenCommandLine: String) -> Bool {
        switch self {
        case .on: true
        case .off: false
        case .auto: !Dom0Memory.isGiven(by: xenCommandLine)
        }
    }
}

/// Xen's option `dom0_mem=`, as far as xl 4.17 understands it: amounts with `min:`, `max:` or nothing before each, as
/// numbers, as percentages, or as a sum of both. An option of another form counts for nothing.
enum Dom0Memory {
    static func isGiven(by commandLine: String) -> Bool {
        commandLine.utf8.split(separator: UInt8(ascii: " ")).contains { word in
            let option = Array("dom0_mem=".utf8)
            return word.starts(with: option) && isAmounts(Array(word.dropFirst(option.count)))
        }
    }

    /// Commas between amounts may be left out, so that `100%` is 1 and 00%, and it takes all ways to read a text to find
    /// one that fits.
    private static func isAmounts(_ text: [UInt8]) -> Bool {
        var isEnd = Array(repeating: false, count: text.count + 1)
        for start in text.indices where start == 0 || isEnd[start] {
            for end in ends(ofAmountAt: start, in: text) {
                isEnd[end] = true
                if end < text.count, text[end] == UInt8(ascii: ",") { isEnd[end + 1] = true }
            }
        }
        return isEnd[text.count]
    }

    private static func ends(ofAmountAt start: Int, in text: [UInt8]) -> [Int] {
        let isBound = ["min:", "max:"].contains { text[start...].starts(with: $0.utf8) }
        let start = isBound ? start + 4 : start
        var ends = self.ends(ofShareAt: start, in: text)
        for end in self.ends(ofNumberAt: start, in: text) {
            ends.append(end)
            if end < text.count, text[end] == UInt8(ascii: "+") { ends += self.ends(ofShareAt: end + 1, in: text) }
        }
        return ends
    }

    /// `-5M`: a digit with or without a sign before it and a unit behind. More digits are as good as more amounts.
    private static func ends(ofNumberAt start: Int, in text: [UInt8]) -> [Int] {
        let digit = text[start...].first == UInt8(ascii: "-") ? start + 1 : start
        guard let first = text[digit...].first, first.isDigit else { return [] }
        let hasUnit = text[(digit + 1)...].first.map("bBkKmMgGtT".utf8.contains) ?? false
        return hasUnit ? [digit + 1, digit + 2] : [digit + 1]
    }

    /// `5%` or `50%`.
    private static func ends(ofShareAt start: Int, in text: [UInt8]) -> [Int] {
        let digits = text[start...].prefix(2).prefix(while: \.isDigit)
        guard !digits.isEmpty, text[digits.endIndex...].first == UInt8(ascii: "%") else { return [] }
        return [digits.endIndex + 1]
    }
}
