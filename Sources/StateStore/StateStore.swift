import Glibc
import Planning
import Synchronization
import YAML

/// Keeps a ``RecordedState`` in a YAML file.
///
/// The file is replaced as a whole, by a rename, after its content has reached the disk: whatever happens, it holds the
/// old state or the new one. Its keys are those of xenward-state(5), in the order in which ``StateWriter`` has them.
public struct StateStore: Sendable {
    /// The state file. Its lock, journal and history are beside it, `PATH.lock`, `PATH.journal` and `PATH.history`.
    public let path: String
    private let files: any StateFiles
    private let seen = Seen()
    private let pen = Pen()

    /// - Parameter path: The state file; its lock is `PATH.lock`, and `PATH.new` is the next version while it is written.
    public init(path: String, files: any StateFiles = LocalStateFiles()) {
        self.path = path
        self.files = files
    }

    /// The state; nil when there is no file yet.
    public func load() throws(StateError) -> RecordedState? {
        seen.forget()
        let file: StoredFile?
        do throws(StateFilesError) {
            file = try files.read(path)
        } catch {
            throw StateError(path, "read", error)
        }
        guard let file else {
            guard files.isDirectory(directory) else { throw .noDirectory(directory) }
            return nil
        }
        guard file.mode & 0o022 == 0 else { throw .writableByOthers(path: path, mode: file.mode) }
        let state = try StateReader.read(file.bytes, path: path)
        seen.remember(file.version, state)
        return state
    }

    /// Replaces the state, or leaves it as it is and throws.
    ///
    /// Call it while the lock is held. The file that is replaced must be the one that this store, or a copy of it, read or
    /// wrote last: a file that was never read, or could not be, is never overwritten.
    public func save(_ state: RecordedState) throws(StateError) {
        try refuseUnseen(state)
        let bytes: [UInt8]
        do throws(YAMLError) {
            bytes = try pen.write(state)
        } catch {
            throw .system(path: path, action: "put the state into words", errno: 0, reason: error.message)
        }
        do throws(StateFilesError) {
            try files.replace(path, with: bytes)
        } catch {
            if error.errno == ENOENT, !files.isDirectory(directory) { throw .noDirectory(directory) }
            throw StateError(path, "write", error)
        }
        do throws(StateFilesError) {
            if let version = try files.version(of: path) { seen.remember(version, state) }
            try files.synchronizeDirectory(directory)
        } catch {
            throw StateError(directory, "synchronize", error)
        }
    }

    /// Takes the lock, or says at once who has it.
    ///
    /// - Parameter purpose: What it is taken for, in a word or two: `apply`.
    public func lock(purpose: String) throws(StateError) -> StateLock {
        guard files.isDirectory(directory) else { throw .noDirectory(directory) }
        return try StateLock.take(path + ".lock", purpose: purpose)
    }

    /// Makes sure that nobody has the lock at this moment, without taking it: for those who only look.
    public func refuseLocked() throws(StateError) { try StateLock.refuseTaken(path + ".lock") }

    /// The folder that the file is in.
    public var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func refuseUnseen(_ state: RecordedState) throws(StateError) {
        let current: FileVersion?
        do throws(StateFilesError) {
            current = try files.version(of: path)
        } catch {
            throw StateError(path, "look at it", error)
        }
        let known = seen.known
        guard current == known?.version else { throw .notLoaded(path: path) }
        guard let known else { return }
        if state.lineage != known.lineage {
            throw .notASuccessor(
                path: path, reason: "it is of lineage \(known.lineage), the new state of \(state.lineage)")
        }
        if state.serial < known.serial {
            throw .notASuccessor(path: path, reason: "it has serial \(known.serial), the new state \(state.serial)")
        }
    }
}

/// What puts states into words; shared by the copies of a store.
private final class Pen: Sendable {
    private let writer = Mutex(StateWriter())

    func write(_ state: RecordedState) throws(YAMLError) -> [UInt8] {
        try writer.withLock { writer throws(YAMLError) in try writer.write(state) }
    }
}

/// The version of the file that was read or written last; shared by the copies of a store.
private final class Seen: Sendable {
    struct Known: Sendable {
        var version: FileVersion
        var lineage: String
        var serial: UInt64
    }

    private let mutex = Mutex<Known?>(nil)

    var known: Known? { mutex.withLock { $0 } }

    func remember(_ version: FileVersion, _ state: RecordedState) {
        mutex.withLock { $0 = Known(version: version, lineage: state.lineage, serial: state.serial) }
    }

    func forget() { mutex.withLock { $0 = nil } }
}
