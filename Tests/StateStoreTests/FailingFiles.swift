import Foundation
import StateStore
import Synchronization

/// A step of writing a file.
enum FileStep: Hashable {
    case remove(String)
    case create(String)
    case write
    case synchronize
    case close
    case rename(String, String)
    case version
    case synchronizeDirectory
}

/// The local files, with a failure at one step of a kind that changes something, and a list of the steps.
final class FailingFiles: StateFiles {
    private struct Book {
        var steps: [FileStep] = []
        var countdown: Int?
        var errno: Int32 = EIO
    }

    private let local = LocalStateFiles()
    private let book = Mutex(Book())

    var steps: [FileStep] { book.withLock { $0.steps } }

    /// The n-th step from now on fails, counted from 0.
    func fail(at step: Int, errno: Int32) {
        book.withLock {
            $0.countdown = step
            $0.errno = errno
        }
    }

    /// Whether the failure has been met.
    var hasFailed: Bool { book.withLock { $0.countdown == nil } }

    private func step(_ step: FileStep) throws(StateFilesError) {
        let failure: Int32? = book.withLock { book in
            book.steps.append(step)
            guard let left = book.countdown else { return nil }
            book.countdown = left == 0 ? nil : left - 1
            return left == 0 ? book.errno : nil
        }
        if let failure { throw StateFilesError(errno: failure) }
    }

    func read(_ path: String) throws(StateFilesError) -> StoredFile? { try local.read(path) }

    func version(of path: String) throws(StateFilesError) -> FileVersion? {
        try step(.version)
        return try local.version(of: path)
    }

    func isDirectory(_ path: String) -> Bool { local.isDirectory(path) }

    func create(_ path: String) throws(StateFilesError) -> Int32 {
        try step(.create(path))
        return try local.create(path)
    }

    func write(_ bytes: [UInt8], to descriptor: Int32) throws(StateFilesError) {
        do throws(StateFilesError) {
            try step(.write)
        } catch {
            // A full disk takes what it can before it says so.
            try local.write(Array(bytes.prefix(bytes.count / 2)), to: descriptor)
            throw error
        }
        try local.write(bytes, to: descriptor)
    }

    func synchronize(_ descriptor: Int32) throws(StateFilesError) {
        try step(.synchronize)
        try local.synchronize(descriptor)
    }

    func close(_ descriptor: Int32) throws(StateFilesError) {
        try local.close(descriptor)
        try step(.close)
    }

    func rename(_ path: String, to newPath: String) throws(StateFilesError) {
        try step(.rename(path, newPath))
        try local.rename(path, to: newPath)
    }

    func synchronizeDirectory(_ path: String) throws(StateFilesError) {
        try step(.synchronizeDirectory)
        try local.synchronizeDirectory(path)
    }

    func remove(_ path: String) throws(StateFilesError) {
        try step(.remove(path))
        try local.remove(path)
    }
}
