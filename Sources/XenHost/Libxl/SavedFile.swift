import Glibc
import Host
import SystemPackage

/// The beginning of a file with a guest's memory, as xl writes it: who has such a file can start the guest by `xl restore`, too.
/// After it comes libxl's own stream.
struct SavedFile: Sendable, Hashable {
    /// The domain's configuration, as libxl's JSON.
    var json: String

    private static let magic = Array("Xen saved domain, xl format\n \0 \r".utf8)
    /// In the byte order of the host that wrote it.
    private static let byteOrder: UInt32 = 0x0102_0304
    /// The configuration is JSON, and the stream is libxl's second version.
    private static let mandatoryFlags: UInt32 = 0b11
    /// More than any configuration needs.
    private static let largestConfiguration: UInt32 = 16 << 20

    /// The header and the configuration.
    private var bytes: [UInt8] {
        let text = Array(json.utf8) + [0]
        let length = UInt32(text.count)
        return Self.magic + [Self.byteOrder, Self.mandatoryFlags, 0, length + 4, length].flatMap(\.nativeBytes) + text
    }

    func write(to file: FileDescriptor) throws {
        let bytes = bytes
        guard try file.writeAll(bytes) == bytes.count else { throw Errno.ioError }
    }

    /// Reads it, and leaves the file where libxl's stream begins.
    ///
    /// - Throws: ``SavedFileError``, or an `Errno`.
    init(from file: FileDescriptor) throws {
        let header = try file.readExactly(Self.magic.count + 20)
        let numbers = (0..<5).map { index in
            header[(Self.magic.count + 4 * index)...].prefix(4).enumerated()
                .reduce(UInt32(0)) { $0 | UInt32($1.element) << (8 * UInt32($1.offset)) }
        }
        guard Array(header.prefix(Self.magic.count)) == Self.magic else {
            throw SavedFileError("it is no file that xenward or xl saved")
        }
        guard numbers[0] == Self.byteOrder, numbers[1] == Self.mandatoryFlags, numbers[2] == 0 else {
            throw SavedFileError("it was saved by another version of xl, or on another kind of machine")
        }
        guard numbers[4] > 0, numbers[4] <= Self.largestConfiguration, numbers[3] == numbers[4] + 4 else {
            throw SavedFileError("its header is damaged")
        }
        let text = try file.readExactly(Int(numbers[4]))
        json = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }

    init(json: String) { self.json = json }
}

/// Why a file is not what it should be, as a sentence without a full stop.
struct SavedFileError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension UInt32 {
    fileprivate var nativeBytes: [UInt8] { withUnsafeBytes(of: self) { Array($0) } }
}

extension FileDescriptor {
    /// - Throws: ``SavedFileError`` for a file that ends before.
    fileprivate func readExactly(_ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(buffer)[filled...]
                let taken = try read(into: UnsafeMutableRawBufferPointer(rebasing: rest))
                guard taken > 0 else { throw SavedFileError("it ends in the middle") }
                filled += taken
            }
        }
    }
}
