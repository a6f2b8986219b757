/// A place in a YAML text.
public struct YAMLPosition: Sendable, Hashable {
    /// From 1 on.
    public var line: Int
    /// In characters, from 1 on.
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// A text that is not YAML, or not the YAML that was expected.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Of what is wrong; of the mapping that lacks it for a key that is missing.
    public var position: YAMLPosition
    /// What is wrong, as a sentence without a full stop.
    public var message: String

    public init(at position: YAMLPosition, _ message: String) {
        self.position = position
        self.message = message
    }

    /// `line:column: message`
    public var description: String { "\(position.line):\(position.column): \(message)" }
}
