import FormatSupport
import GuestModel

/// A text in the file that should mean something: an attribute's value or an element's text.
struct Value {
    let reading: Reading
    let place: Reading.Place
    let text: String
    /// The element it belongs to.
    let owner: Int
    /// The attribute it is the value of; nil for text.
    let attribute: String?

    /// What it is the value of, for messages: `port of <graphics>`.
    private var what: String {
        let element = "<\(Element(reading: reading, index: owner).qualifiedName)>"
        return attribute.map { "\($0) of \(element)" } ?? element
    }

    /// The text without blanks around it.
    var trimmed: String {
        guard let first = text.utf8.first, let last = text.utf8.last, first.isSpace || last.isSpace else {
            return text
        }
        return String(
            decoding: text.utf8.drop(while: \.isSpace).reversed().drop(while: \.isSpace).reversed(), as: UTF8.self)
    }

    /// Reports that the value is none that is accepted.
    func refuse(_ expected: String) {
        reading.report(.error, .value, at: place, "\(what) is '\(text.shortened)': expected \(expected)")
    }

    /// Reports that the value has no effect.
    func note(_ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, _ message: String) {
        reading.report(severity, reason, at: place, message)
    }

    /// A whole number, in decimal or with 0x in hexadecimal.
    func number<N: FixedWidthInteger>(_ type: N.Type = N.self, in range: ClosedRange<N>? = nil) -> N? {
        let word = trimmed
        let number: N? =
            if word.hasPrefix("0x") || word.hasPrefix("0X") {
                word.utf8.count > 2 && word.utf8.dropFirst(2).first != UInt8(ascii: "-")
                    ? N(word.dropFirst(2), radix: 16) : nil
            } else {
                word.hasPrefix("+") ? nil : N(word)
            }
        let range = range ?? N.min...N.max
        guard let number, range.contains(number) else {
            refuse(
                range == N.min...N.max
                    ? "a whole number" : "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A whole number as C reads it: in octal behind a 0, in hexadecimal behind 0x. libvirt reads addresses so.
    func addressNumber<N: FixedWidthInteger>(in range: ClosedRange<N>) -> N? {
        let word = trimmed
        let digits = word.dropFirst()
        guard word.first == "0", digits.utf8.first?.isDigit == true else { return number(in: range) }
        guard digits.utf8.allSatisfy(\.isDigit), let number = N(digits, radix: 8) else {
            refuse("a number whose digits are 0 to 7: a 0 in front makes it octal")
            return nil
        }
        guard range.contains(number) else {
            refuse("a whole number from \(range.lowerBound) to \(range.upperBound); it is octal for its 0 in front")
            return nil
        }
        return number
    }

    /// `yes` or `no`.
    var yesNo: Bool? { choice(["yes": true, "no": false]) }

    /// `on` or `off`.
    var onOff: Bool? { choice(["on": true, "off": false]) }

    /// One of some words.
    func choice<Meaning>(_ meanings: KeyValuePairs<String, Meaning>) -> Meaning? {
        if let meaning = meanings.first(where: { $0.key == text })?.value { return meaning }
        refuse(allBut: meanings.map(\.key))
        return nil
    }

    /// One of the words of an enumeration.
    func word<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type = Word.self) -> Word? {
        if let word = Word(rawValue: text) { return word }
        refuse(allBut: Word.allCases.map(\.rawValue))
        return nil
    }

    private func refuse(allBut words: [String]) {
        let nearest = Spelling.nearest(to: text, among: words)
        let list = words.map { "'\($0)'" }.joined(separator: ", ")
        refuse(nearest.map { "\(list); did you mean '\($0)'?" } ?? list)
    }

    /// A set of processors: `0-3,^2,6`.
    var cpuSet: CPUSet? {
        guard let set = LibvirtCPUList.parse(trimmed) else {
            refuse("cpus like 0-3,^2,6, none above 4095")
            return nil
        }
        return set
    }

}
