import AllCores
import Glibc
import SystemPackage
import YAML

/// The file that a world is kept in.
///
/// It is replaced by rename, so that a reader finds the old world or the new one, and changed under a lock on `PATH.lock`.
/// It is not synced to the disk: what it holds is no more than a simulation.
struct WorldFile: Sendable {
    let path: FilePath
    /// Which version of the file was read or written last.
    private var known: FileVersion?

    init(path: String) { self.path = FilePath(path) }

    /// The world in the file; that of a host that has just booted when there is no file. It is put there with its first
    /// change, since whoever only looks should leave no trace.
    ///
    /// - Throws: also when there is no directory to put it in.
    mutating func open() throws(WorldFileError) -> World {
        if let world = try load() { return world }
        let directory = path.removingLastComponent()
        if !directory.isEmpty { _ = try FileVersion(of: directory) }
        return World(seed: seed)
    }

    /// The same for the same path (FNV-1a), so that all who look at a host without a file see the same host.
    private var seed: UInt64 {
        path.string.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// The world in the file, if that is another version than the one known.
    ///
    /// - Throws: also when the file has gone, since its guests went with it.
    mutating func loadIfChanged() throws(WorldFileError) -> World? {
        guard let known else { return try load() }
        if try FileVersion(of: path) == known { return nil }
        guard let world = try load() else { throw failure("read", Errno.noSuchFileOrDirectory) }
        return world
    }

    /// Waits for the lock.
    func lock() throws(WorldFileError) -> WorldLock { try WorldLock.wait(path: FilePath(path.string + ".lock")) }

    /// Replaces the file, while the lock is held.
    mutating func save(_ world: World) throws(WorldFileError) {
        let bytes: [UInt8]
        do throws(YAMLError) {
            bytes = try world.yaml()
        } catch {
            throw .damaged(
                file: path.string, line: error.position.line, column: error.position.column, message: error.message)
        }
        let new = FilePath("\(path.string).\(getpid()).new")
        do {
            let descriptor = try FileDescriptor.open(
                new, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
            try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
            guard rename(new.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            unlink(new.string)
            throw failure("write", error)
        }
        known = try FileVersion(of: path)
    }

    private mutating func load() throws(WorldFileError) -> World? {
        let bytes: [UInt8]
        do {
            let descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            bytes = try descriptor.closeAfter {
                known = try FileVersion(of: descriptor)
                return try descriptor.readAll()
            }
        } catch {
            if error as? Errno == .noSuchFileOrDirectory { return nil }
            throw failure("read", error)
        }
        do throws(YAMLError) {
            return try World(yaml: bytes)
        } catch {
            throw .damaged(
                file: path.string, line: error.position.line, column: error.position.column, message: error.message)
        }
    }

    private func failure(_ action: String, _ error: any Error) -> WorldFileError {
        WorldFileError(path, action, error)
    }
}

extension WorldFileError {
    init(_ path: FilePath, _ action: String, _ error: any Error) {
        let code = (error as? Errno)?.rawValue ?? EIO
        self = .system(
            file: path.string, action: action, errno: code, reason: Errno(rawValue: code).description)
    }
}

extension FileDescriptor {
    /// Everything from here to the end.
    fileprivate func readAll() throws -> [UInt8] {
        // Of a directory, the largest number that there is.
        let size = try seek(offset: 0, from: .end)
        guard size < Int64.max else { throw Errno.isDirectory }
        LargePages.preferInThisThread(toRead: Int(size))
        try seek(offset: 0, from: .start)
        return try [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            while count < size {
                let taken = try read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
                if taken == 0 { break }
                count += taken
            }
        }
    }
}
