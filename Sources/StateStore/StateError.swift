import Planning
import SystemPackage

/// Why the state could not be read, written or locked.
public enum StateError: Error, Sendable, Hashable {
    /// Somebody else has the lock; the holder is nil when its file does not say who.
    case locked(path: String, holder: LockHolder?)
    /// Written by a newer xenward.
    case newer(path: String, version: Int, known: Int)
    /// It is no state file, or damaged. It was left as it is.
    case damaged(path: String, line: Int, column: Int, message: String)
    /// The directory is missing that the file should be in.
    case noDirectory(String)
    /// The operating system forbids it.
    case denied(path: String, action: String, reason: String)
    /// The disk is full, or a quota is. The old state is intact.
    case diskFull(path: String)
    /// Others may write it, so that what it says cannot be trusted.
    case writableByOthers(path: String, mode: UInt32)
    /// It is a link, a directory or a device.
    case notAFile(path: String)
    /// The file is not the version that was read or written last: it was never read, could not be, or changed since.
    case notLoaded(path: String)
    /// The state to be written does not follow from the one that was read.
    case notASuccessor(path: String, reason: String)
    /// Another refusal of the operating system.
    case system(path: String, action: String, errno: Int32, reason: String)
}

extension StateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .locked(let path, let holder):
            guard let holder else { return "\(path): the state is locked by another xenward" }
            return "\(path): the state is locked: \(holder)"
        case .newer(let path, let version, let known):
            return "\(path): written by a newer xenward (version \(version); this one knows \(known))"
        case .damaged(let path, let line, let column, let message):
            return "\(path):\(line):\(column): \(message); the file is left as it is"
        case .noDirectory(let directory):
            return "\(directory): there is no such directory; make it with: mkdir -p -m 0700 \(directory)"
        case .denied(let path, let action, let reason): return "\(path): cannot \(action): \(reason)"
        case .diskFull(let path): return "\(path): the disk is full; the old state is intact"
        case .writableByOthers(let path, let mode):
            return "\(path): others may write it (mode \(String(mode, radix: 8))); when you trust what it says, "
                + "run: chmod 0600 \(path)"
        case .notAFile(let path): return "\(path): is no regular file; give the file itself, not a link to it"
        case .notLoaded(let path):
            return "\(path): is not the file that was read, so it is not overwritten"
        case .notASuccessor(let path, let reason): return "\(path): \(reason), so it is not overwritten"
        case .system(let path, let action, _, let reason): return "\(path): cannot \(action): \(reason)"
        }
    }

    init(_ path: String, _ action: String, _ error: StateFilesError) {
        let code = Errno(rawValue: error.errno)
        switch code {
        case .permissionDenied, .notPermitted, .readOnlyFileSystem:
            self = .denied(path: path, action: action, reason: code.description)
        case .noSpace, .diskQuotaExceeded: self = .diskFull(path: path)
        case .tooManySymbolicLinkLevels, .isDirectory, .invalidArgument: self = .notAFile(path: path)
        default: self = .system(path: path, action: action, errno: error.errno, reason: code.description)
        }
    }
}
