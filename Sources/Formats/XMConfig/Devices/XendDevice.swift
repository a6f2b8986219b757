import FormatSupport
import XLConfig

/// A device as xend is told of it: keys and values, whether they came with commas between them or in brackets.
package struct XendDevice: Sendable, Hashable {
    /// Where the device is told.
    package var position: Position
    package var parts: [Part]

    /// One of its properties.
    package struct Part: Sendable, Hashable {
        package var key: String
        package var value: String
        package var position: Position

        package init(_ key: String, _ value: String, at position: Position) {
            self.key = key
            self.value = value
            self.position = position
        }
    }

    package init(parts: [Part], position: Position) {
        self.parts = parts
        self.position = position
    }

    /// The first value of a key; nil where it has none, or an empty one.
    package subscript(key: String) -> String? {
        parts.first { $0.key == key && !$0.value.isEmpty }?.value
    }

    /// Elements of `disk`: `UNAME,DEV,MODE[,BACKEND[,PROTOCOL]]`.
    static func disk(_ text: String, at position: Position) throws(SpecError) -> XendDevice {
        let keys = ["uname", "dev", "mode", "backend", "protocol"]
        let values = text.split(separator: ",", omittingEmptySubsequences: false)
        guard (3...keys.count).contains(values.count) else {
            throw SpecError(
                "a disk is told as 'phy:/dev/…,xvda,w', in three parts or with its backend's domain in four")
        }
        let parts = zip(keys, values).map { Part($0, trimmed($1), at: position) }
        return XendDevice(parts: parts, position: position)
    }

    /// Elements of `vif`, `vfb` and `vtpm`: `KEY=VALUE,…`.
    static func list(_ text: String, at position: Position) throws(SpecError) -> XendDevice {
        var parts: [Part] = []
        for part in text.split(separator: ",") where !trimmed(part).isEmpty {
            guard let equals = part.firstIndex(of: "=") else {
                throw SpecError("\(quoted(trimmed(part))) must be a key with its value, such as bridge=xenbr0")
            }
            parts.append(Part(trimmed(part[..<equals]), trimmed(part[part.index(after: equals)...]), at: position))
        }
        return XendDevice(parts: parts, position: position)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
