import Foundation
import Glibc
import Host
import Testing

@testable import XenHost

@Suite("A file with a guest's memory is there whole, or not at all")
struct MemoryFileTests {
    private let folder = NSTemporaryDirectory() + "xenward-memory-" + UUID().uuidString
    private var file: MemoryFile {
        MemoryFile(path: "\(folder)/a.core", function: "libxl_domain_core_dump", subject: Subject(domid: 3, name: "a"))
    }

    private func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

    private func remove() { try? FileManager.default.removeItem(atPath: folder) }

    @Test("what is written comes to its name, for root alone")
    func whole() throws {
        defer { remove() }
        try file.fill(room: 4) { new throws(HostError) in
            #expect(new != file.path)
            #expect(FileManager.default.createFile(atPath: new, contents: Data("core".utf8)))
            chmod(new, 0o644)
        }
        #expect(names() == ["a.core"])
        var information = stat()
        #expect(stat(file.path, &information) == 0 && information.st_mode & 0o777 == 0o600)
    }

    @Test("of what fails half way nothing is left")
    func half() throws {
        defer { remove() }
        #expect(throws: HostError.self) {
            try file.fill(room: 4) { new throws(HostError) in
                #expect(FileManager.default.createFile(atPath: new, contents: Data("co".utf8)))
                throw HostError("libxl_domain_core_dump", .fail, detail: "no space")
            }
        }
        #expect(names().isEmpty)
    }

    @Test("what does not fit is not begun: a full disk keeps others down")
    func full() throws {
        defer { remove() }
        let error = #expect(throws: HostError.self) {
            try file.fill(room: 1 << 50) { _ throws(HostError) in Issue.record("begun") }
        }
        #expect(error?.detail.contains("of memory do not fit in \(folder)") == true)
        #expect(names().isEmpty)
    }
}
