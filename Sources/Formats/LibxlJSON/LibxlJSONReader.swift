import FormatSupport
import GuestModel

/// Reads libxl's own JSON of a `libxl_domain_config`, strictly.
///
/// libxl's reader lets much pass; this one refuses a wrong type, an unknown member and a number out of range, and names
/// the JSON path.
public struct LibxlJSONReader: GuestReader {
    public init() {}

    public func read(_ bytes: [UInt8], file: String) -> ReadResult {
        if let problem = SourceText.check(bytes, file: file) {
            return ReadResult(document: nil, diagnostics: [problem])
        }
        let tree: FieldValue
        do throws(JSONError) {
            tree = try JSONReader.read(bytes)
        } catch {
            let location = Self.location(ofOffset: error.offset, in: bytes, file: file)
            return ReadResult(document: nil, diagnostics: [Diagnostic(.error, .syntax, at: location, error.message)])
        }
        let name = tree["c_info"]?["name"]?.string
        do throws(FieldValueError) {
            let configuration = try GuestConfiguration(fieldValue: tree)
            let document = GuestDocument(
                configuration: configuration, provenance: SourceLocation(file: file, line: 1, column: 1))
            let broken = GuestRules.check(configuration).map { violation in
                Diagnostic(.error, .value, at: SourceLocation(file: file), violation.message)
            }
            return ReadResult(document: document, diagnostics: broken, name: name)
        } catch {
            var location = SourceLocation(file: file)
            if let offset = JSONReader.offset(of: error.path, in: bytes) {
                location = Self.location(ofOffset: offset, in: bytes, file: file)
            }
            let problem = Diagnostic(.error, .value, at: location, error.description)
            return ReadResult(document: nil, diagnostics: [problem], name: name)
        }
    }

    private static func location(ofOffset offset: Int, in bytes: [UInt8], file: String) -> SourceLocation {
        bytes.withUnsafeBufferPointer { SourceText.location(ofOffset: offset, in: $0, file: file) }
    }
}
