import FormatSupport
import GuestModel

/// A device that is specified wrongly.
package struct SpecError: Error, Sendable, Hashable {
    /// What is wrong, and what was expected.
    package var message: String

    package init(_ message: String) { self.message = message }
}

/// The parts that the specification of a device is made of: `key=value` with commas between them.
///
/// One table stands behind reading and writing. xl splits most of its specifications in this way; disks and PCI
/// devices have grammars of their own.
package struct SpecTable<Device: Sendable>: Sendable {
    package let keys: [Key]
    /// What is said by a word alone.
    package var words: [Word] = []
    /// Blanks at the end of a value do not belong to it.
    var trimsValues = false
    /// What xl does about a word without an equals sign.
    var loneWords = LoneWords.unknown

    package enum LoneWords: Sendable {
        /// The same as about a key that it does not know.
        case unknown
        /// It reads no further, and keeps what it has read.
        case endReading
        /// It refuses the whole, and so it does where nothing stands on one side of an equals sign.
        case refused
    }

    /// What has no part in a device.
    struct Rest: Hashable {
        /// Parts that are none of the keys.
        var unknown: [String] = []
        /// The word at which xl stopped.
        var end: String?
    }

    package struct Word: Sendable {
        package let name: String
        let set: @Sendable (inout Device) -> Void
        /// Whether it is to be said of a device.
        let holds: @Sendable (Device) -> Bool
    }

    package struct Key: Sendable {
        package let name: String
        package let read: @Sendable (String, inout Device) throws(SpecError) -> Void
        package let write: @Sendable (Device) -> String?

        package init(
            name: String, read: @escaping @Sendable (String, inout Device) throws(SpecError) -> Void,
            write: @escaping @Sendable (Device) -> String?
        ) {
            self.name = name
            self.read = read
            self.write = write
        }
    }

    /// Sets in the device what the text says.
    ///
    /// - Returns: what of it has no part in the device.
    func read(_ text: String, into device: inout Device) throws(SpecError) -> Rest {
        var rest = Rest()
        for part in text.utf8.split(separator: UInt8(ascii: ",")) {
            let part = part.drop { $0 == 0x20 }
            var whole: String { String(Substring(part)) }
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else {
                if let word = words.first(where: { $0.name == whole }) {
                    word.set(&device)
                    continue
                }
                switch loneWords {
                case .unknown: if !whole.isEmpty { rest.unknown.append(whole) }
                case .endReading:
                    rest.end = whole
                    return rest
                case .refused: throw SpecError("\(quoted(whole)) must be key=value")
                }
                continue
            }
            var name = Substring(part[..<equals])
            var value = Substring(part[part.index(after: equals)...])
            if loneWords == .refused {
                let sides = Substring(part).split(separator: "=")
                guard sides.count > 1 else { throw SpecError("\(quoted(whole)) must be key=value") }
                (name, value) = (sides[0], sides[1])
            }
            if trimsValues { (name, value) = (trimmed(name), trimmed(value)) }
            guard let place = keys.indices.first(where: { keys[$0].name == name }) else {
                // Without the value, which may be a password behind a misspelt key.
                rest.unknown.append(String(trimmed(name)))
                continue
            }
            try keys[place].read(String(value), &device)
        }
        return rest
    }

    /// What can be said of the device. A value with a comma cannot: it would be read as another part.
    func text(of device: Device) -> String {
        var parts: [String] = []
        for key in keys {
            guard let value = key.write(device), !value.contains(",") else { continue }
            if trimsValues, value != trimmed(value[...]) { continue }
            parts.append("\(key.name)=\(value)")
        }
        parts += words.filter { $0.holds(device) }.map(\.name)
        return parts.joined(separator: ",")
    }

    private func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return text
    }

    /// What was probably meant by a part that is none of the keys, for a message.
    func suggestion(for part: String) -> String {
        let name = part.prefix { $0 != "=" }.trimmingPrefix(while: \.isWhitespace)
        return Spelling.nearest(to: String(name), among: keys.map(\.name) + words.map(\.name)).map {
            "; did you mean \($0)?"
        } ?? ""
    }
}

extension SpecTable.Key {
    typealias Path<V> = WritableKeyPath<Device, V> & Sendable

    static func text(_ name: String, _ path: Path<String?>) -> Self {
        Self(name: name) { (text, device) throws(SpecError) in
            device[keyPath: path] = text
        } write: {
            $0[keyPath: path]
        }
    }

    /// A number in decimal digits, from 0 to `limit`; 0 is the same as saying nothing.
    static func number<N: FixedWidthInteger & Sendable>(
        _ name: String, _ path: Path<N?>, to limit: N = .max, unset: N? = 0
    ) -> Self {
        Self(name: name) { (text, device) throws(SpecError) in
            guard let number = Numbers.decimal(text.prefix { $0 != " " }), let fit = N(exactly: number), fit <= limit
            else {
                throw SpecError("\(name) must be a number from 0 to \(limit), not \(quoted(text))")
            }
            device[keyPath: path] = fit == unset ? nil : fit
        } write: {
            $0[keyPath: path].map { String($0) }
        }
    }

    static func flag(_ name: String, _ path: Path<Bool?>) -> Self {
        Self(name: name) { (text, device) throws(SpecError) in
            device[keyPath: path] = try yesOrNo(name, text)
        } write: {
            $0[keyPath: path].map { $0 ? "1" : "0" }
        }
    }

    static func flag(_ name: String, _ path: Path<Bool>) -> Self {
        Self(name: name) { (text, device) throws(SpecError) in
            device[keyPath: path] = try yesOrNo(name, text)
        } write: {
            $0[keyPath: path] ? "1" : nil
        }
    }

    static func choice<V: Hashable & Sendable>(_ name: String, _ path: Path<V?>, _ choice: Choice<V>) -> Self {
        Self(name: name) { (text, device) throws(SpecError) in
            guard let meaning = choice.meaning(of: text) else {
                throw SpecError("\(name) must be one of \(choice.list), not \(quoted(text))")
            }
            device[keyPath: path] = meaning
        } write: { device in
            device[keyPath: path].flatMap { value in choice.words.first { $0.meaning == value }?.word }
        }
    }

    static func yesOrNo(_ name: String, _ text: String) throws(SpecError) -> Bool {
        guard let number = Numbers.long(String(text.prefix { $0 != " " })) else {
            throw SpecError("\(name) must be 1 for yes or 0 for no, not \(quoted(text))")
        }
        return number != 0
    }
}
