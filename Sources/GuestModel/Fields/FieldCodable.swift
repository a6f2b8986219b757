/// A value of the model that has a form as a ``FieldValue``.
public protocol FieldCodable: Sendable, Hashable {
    /// This value as libxl writes it.
    var fieldValue: FieldValue { get }
    /// Reads what libxl writes.
    ///
    /// - Throws: ``FieldValueError`` when the value is of another kind or out of range.
    init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError)
}

extension FieldCodable {
    static func expected(_ what: String, got value: FieldValue, at path: FieldPath) -> FieldValueError {
        FieldValueError(path: path, reason: "expected \(what), found \(value.kind)")
    }
}

extension Bool: FieldCodable {
    public var fieldValue: FieldValue { .boolean(self) }

    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        guard case .boolean(let flag) = fieldValue else {
            throw Self.expected("true or false", got: fieldValue, at: path)
        }
        self = flag
    }
}

extension String: FieldCodable {
    public var fieldValue: FieldValue { .string(self) }

    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        guard case .string(let text) = fieldValue else {
            throw Self.expected("a string", got: fieldValue, at: path)
        }
        self = text
    }
}

extension FixedWidthInteger where Self: FieldCodable {
    public var fieldValue: FieldValue { .integer(Int128(self)) }

    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        guard case .integer(let number) = fieldValue else {
            throw Self.expected("a number", got: fieldValue, at: path)
        }
        guard let exact = Self(exactly: number) else {
            throw FieldValueError(path: path, reason: "\(number) is not within \(Self.min)…\(Self.max)")
        }
        self = exact
    }
}

extension UInt8: FieldCodable {}
extension UInt32: FieldCodable {}
extension UInt64: FieldCodable {}
extension Int32: FieldCodable {}

extension Array: FieldCodable where Element: FieldCodable {
    public var fieldValue: FieldValue { .list(map(\.fieldValue)) }

    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        guard case .list(let elements) = fieldValue else {
            throw Self.expected("an array", got: fieldValue, at: path)
        }
        self = []
        reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            append(try Element(fieldValue: element, at: path.appending(index)))
        }
    }
}

/// An enumeration whose cases bear libxl's own names.
public protocol LibxlEnumeration: FieldCodable, CaseIterable, RawRepresentable where RawValue == String {}

extension LibxlEnumeration {
    public var fieldValue: FieldValue { .string(rawValue) }

    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        guard case .string(let name) = fieldValue else {
            throw Self.expected("a string", got: fieldValue, at: path)
        }
        guard let known = Self(rawValue: name) else {
            let names = Self.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw FieldValueError(path: path, reason: "\"\(name)\" is none of \(names)")
        }
        self = known
    }
}
