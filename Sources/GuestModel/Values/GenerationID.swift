/// Microsoft's VM generation ID: 16 bytes that change when a guest is set back in time.
///
/// xl.cfg(5): `ms_vm_genid` · libvirt: `genid` · libxl: `libxl_ms_vm_genid`.
public struct GenerationID: Sendable, Hashable, FieldCodable {
    /// The 16 bytes, in the order in which the guest finds them in memory.
    public let bytes: [UInt8]

    /// In place of an ID: the guest gets another one at each start, as xl's `generate` and libvirt's empty `<genid/>` have it.
    /// All bits are set, which no guest is given.
    public static let generated = GenerationID(unchecked: Array(repeating: 0xff, count: 16))

    /// Another ID each time.
    public static func random(using generator: inout some RandomNumberGenerator) -> GenerationID {
        GenerationID(unchecked: (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    /// Nil unless there are exactly 16 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    public var fieldValue: FieldValue { bytes.fieldValue }

    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        guard let id = GenerationID(bytes: try [UInt8](fieldValue: fieldValue, at: path)) else {
            throw FieldValueError(path: path, reason: "expected 16 bytes")
        }
        self = id
    }
}
