import CXen
import GuestModel

extension GuestUUID {
    init(_ uuid: libxl_uuid) {
        self = withUnsafeBytes(of: uuid) { bytes in
            GuestUUID(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }
}

extension libxl_uuid {
    /// One that nobody has.
    static func random() -> libxl_uuid {
        var uuid = libxl_uuid()
        libxl_uuid_generate(&uuid)
        return uuid
    }
}
