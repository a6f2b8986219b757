import AllCores
import Foundation
import Testing

@Suite("Large pages")
struct LargePagesTests {
    private static let areThere = FileManager.default.fileExists(atPath: "/sys/kernel/mm/transparent_hugepage/enabled")

    @Test(
        "a thread's memory is advised to be of large pages, as the kernel's own list of it says",
        .enabled(if: areThere, "this kernel has no transparent huge pages"))
    func advised() async throws {
        let flags: String? = await withCheckedContinuation { continuation in
            // A thread that has memory of its own, which the first one has not.
            Thread.detachNewThread {
                LargePages.preferInThisThread()
                let memory = malloc(64 << 10)
                defer { free(memory) }
                continuation.resume(returning: Self.flags(of: UInt(bitPattern: memory)))
            }
        }
        #expect(try #require(flags).split(separator: " ").contains("hg"))
    }

    /// What /proc/self/smaps has under `VmFlags` for the mapping that an address is in.
    private static func flags(of address: UInt) -> String? {
        // Piece by piece: it has no size that could be asked for.
        guard let file = FileHandle(forReadingAtPath: "/proc/self/smaps") else { return nil }
        var isInside = false
        for line in String(decoding: file.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n") {
            let bounds = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            if bounds.count == 2 { isInside = (bounds[0]..<bounds[1]).contains(address) }
            if isInside, line.hasPrefix("VmFlags:") { return String(line.dropFirst("VmFlags:".count)) }
        }
        return nil
    }
}
