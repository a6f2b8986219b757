import Planning
import StateStore
import Synchronization
import Testing

/// A disk in memory that forgets, when the power fails, what was not synchronized: of files, and of names.
private final class ForgetfulFiles: StateFiles {
    struct Disk {
        /// By inode: what is written, and what of it is on the disk.
        var written: [UInt64: [UInt8]] = [:]
        var durable: [UInt64: [UInt8]] = [:]
        /// Names as programs see them, and as they are on the disk.
        var names: [String: UInt64] = [:]
        var durableNames: [String: UInt64] = [:]
        /// Names as they would be, had the disk taken the changes up to here.
        var pending: [[String: UInt64]] = []
        var next: UInt64 = 1
        var stepsLeft = Int.max
    }

    let disk = Mutex(Disk())

    /// Runs until the power fails before this step.
    func failPower(at step: Int) { disk.withLock { $0.stepsLeft = step } }

    /// All that may be on the disk at the next start: each set of names that it may have got to; what was not synchronized
    /// of a file is lost.
    func afterPowerFailure(_ path: String) -> [StoredFile?] {
        disk.withLock { disk in
            ([disk.durableNames] + disk.pending).map { names in
                names[path].map { inode in
                    let bytes = disk.durable[inode] ?? []
                    return StoredFile(bytes: bytes, mode: 0o600, version: disk.version(inode))
                }
            }
        }
    }

    private func step<Answer>(_ body: (inout Disk) -> Answer) throws(StateFilesError) -> Answer {
        let answer: Answer? = disk.withLock { disk in
            guard disk.stepsLeft > 0 else { return nil }
            disk.stepsLeft -= 1
            return body(&disk)
        }
        guard let answer else { throw StateFilesError(errno: 5) }
        return answer
    }

    func read(_ path: String) throws(StateFilesError) -> StoredFile? {
        disk.withLock { disk in
            disk.names[path].map {
                StoredFile(bytes: disk.written[$0] ?? [], mode: 0o600, version: disk.version($0))
            }
        }
    }

    func version(of path: String) throws(StateFilesError) -> FileVersion? {
        disk.withLock { disk in disk.names[path].map { disk.version($0) } }
    }

    func isDirectory(_ path: String) -> Bool { true }

    func create(_ path: String) throws(StateFilesError) -> Int32 {
        try step { disk in
            let inode = disk.next
            disk.next += 1
            disk.written[inode] = []
            disk.rename { $0[path] = inode }
            return Int32(inode)
        }
    }

    func write(_ bytes: [UInt8], to descriptor: Int32) throws(StateFilesError) {
        try step { $0.written[UInt64(descriptor)] = bytes }
    }

    func synchronize(_ descriptor: Int32) throws(StateFilesError) {
        try step { $0.durable[UInt64(descriptor)] = $0.written[UInt64(descriptor)] }
    }

    func close(_ descriptor: Int32) throws(StateFilesError) {}

    func rename(_ path: String, to newPath: String) throws(StateFilesError) {
        try step { disk in disk.rename { $0[newPath] = $0.removeValue(forKey: path) } }
    }

    func synchronizeDirectory(_ path: String) throws(StateFilesError) {
        try step { disk in
            disk.durableNames = disk.names
            disk.pending = []
        }
    }

    func remove(_ path: String) throws(StateFilesError) {
        try step { disk in disk.rename { $0[path] = nil } }
    }
}

extension ForgetfulFiles.Disk {
    func version(_ inode: UInt64) -> FileVersion {
        FileVersion(inode: inode, size: Int64(written[inode]?.count ?? 0), seconds: 0, nanoseconds: 0)
    }

    mutating func rename(_ change: (inout [String: UInt64]) -> Void) {
        change(&names)
        pending.append(names)
    }
}

@Suite struct CrashTests {
    @Test("When the power fails at any moment, the old state or the new one is there, and after a save the new one")
    func powerFailure() throws {
        let (old, new) = (state(seed: 1, guests: 2), state(seed: 2, guests: 2, serial: 2))
        for step in 0...8 {
            let files = ForgetfulFiles()
            let store = StateStore(path: "/state.yaml", files: files)
            try store.save(old)
            files.failPower(at: step)
            let isSaved = (try? store.save(new)) != nil
            for file in files.afterPowerFailure("/state.yaml") {
                let after = ForgetfulFiles()
                after.disk.withLock { disk in
                    disk.names["/state.yaml"] = 1
                    disk.written[1] = file?.bytes
                }
                let found = try StateStore(path: "/state.yaml", files: after).load()
                #expect(found == new || (found == old && !isSaved), "step \(step)")
            }
            #expect(isSaved == (step >= 6))
        }
    }
}
