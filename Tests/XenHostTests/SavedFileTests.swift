import Foundation
import SystemPackage
import Testing

@testable import XenHost

@Suite("A file with a guest's memory begins as xl's do, and is read with care")
struct SavedFileTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("saved-\(UUID())").path

    private func bytes(of file: SavedFile) throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try descriptor.closeAfter {
            try file.write(to: descriptor)
            try descriptor.writeAll(Array("LibxlFmt".utf8))
        }
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// What is read, and what of the file is left for libxl.
    private func read(_ bytes: [UInt8]) throws -> (file: SavedFile, rest: String) {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let descriptor = try FileDescriptor.open(FilePath(path), .readOnly)
        return try descriptor.closeAfter {
            let file = try SavedFile(from: descriptor)
            var rest = [UInt8](repeating: 0, count: 64)
            let count = try rest.withUnsafeMutableBytes { try descriptor.read(into: $0) }
            return (file, String(decoding: rest.prefix(count), as: UTF8.self))
        }
    }

    @Test("what is written is read, and libxl's stream comes after it")
    func roundTrip() throws {
        for json in ["{}", #"{"c_info": {"name": "wäb"}}"#, String(repeating: "x", count: 100_000)] {
            let (file, rest) = try read(bytes(of: SavedFile(json: json)))
            #expect(file.json == json && rest == "LibxlFmt")
        }
    }

    @Test("the header is xl's: its magic, the order of bytes, JSON and the second version, and two lengths")
    func layout() throws {
        let bytes = try bytes(of: SavedFile(json: "{}"))
        #expect(Array(bytes.prefix(32)) == Array("Xen saved domain, xl format\n \0 \r".utf8))
        let numbers: [[UInt8]] = [[4, 3, 2, 1], [3, 0, 0, 0], [0, 0, 0, 0], [7, 0, 0, 0], [3, 0, 0, 0]]
        #expect(Array(bytes[32..<52]) == numbers.flatMap(\.self))
        #expect(Array(bytes[52..<55]) == Array("{}\0".utf8), "its end is counted, as xl does")
    }

    @Test("any other file is refused with a reason", arguments: [0, 5, 32, 36, 40, 44, 48])
    func damaged(at place: Int) throws {
        var bytes = try bytes(of: SavedFile(json: "{}"))
        bytes[place] ^= 0x55
        #expect(throws: SavedFileError.self) { try read(bytes) }
    }

    @Test("a file that ends too early is refused")
    func cut() throws {
        let whole = try bytes(of: SavedFile(json: "{}")).dropLast("LibxlFmt".utf8.count)
        for count in 0..<whole.count {
            #expect(throws: SavedFileError.self) { try read(Array(whole.prefix(count))) }
        }
    }

    @Test("a length without end takes no memory without end")
    func enormous() throws {
        var bytes = try bytes(of: SavedFile(json: "{}"))
        for index in 44..<52 { bytes[index] = 0xff }
        #expect(throws: SavedFileError.self) { try read(bytes) }
    }
}
