import FormatSupport
import GuestModel

/// A guest in libxl's JSON on one line: the form in which a guest is kept, handed over and compared.
///
/// Two of them with equal text are the same guest, so most are never decoded.
public struct CanonicalConfiguration: Sendable, Hashable {
    /// Without blanks when it was made from a configuration, else as it came; two that came may differ in blanks alone.
    public let text: String

    public init(_ configuration: GuestConfiguration) {
        text = JSONWriter.write(configuration.fieldValue, style: .compact)
    }

    /// Takes a text that came from here, or from libxl, as it is; ``decoded()`` finds out whether it holds.
    public init(text: String) { self.text = text }

    /// The guest.
    ///
    /// - Throws: ``ConfigurationTextError`` if the text is no guest of libxl's.
    public func decoded() throws(ConfigurationTextError) -> GuestConfiguration {
        do {
            return try GuestConfiguration(fieldValue: JSONReader.read(Array(text.utf8)))
        } catch let error as JSONError {
            throw ConfigurationTextError(reason: "offset \(error.offset): \(error.message)")
        } catch {
            throw ConfigurationTextError(reason: "\(error)")
        }
    }
}

/// A text that should be a guest in libxl's JSON, and is not.
public struct ConfigurationTextError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it is wrong, as an offset in bytes or a path of libxl's names, and why; without a full stop.
    public var reason: String

    public var description: String { "not libxl's JSON: \(reason)" }
}
