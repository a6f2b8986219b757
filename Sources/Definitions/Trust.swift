import FormatSupport
import Glibc
import GuestModel

/// Who may write what xenward acts on.
///
/// Whoever can write a definition, or a folder on the way to it, can have any kernel started and any disk opened by root. On a
/// real host only root, and who runs this, may have written them.
struct Trust {
    private let trusted: Set<uid_t> = [0, geteuid()]
    private var known: [String: String?] = [:]

    /// Why a path cannot be trusted; nil when it can. All folders on the way to it are looked at, and, of a link, also what it
    /// leads to.
    mutating func objection(to path: String) -> String? {
        var information = stat()
        if lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFLNK {
            guard trusted.contains(information.st_uid) else {
                return "the link belongs to user \(information.st_uid)"
            }
            if let reason = folders(above: path) { return reason }
        }
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        let target = String(cString: real)
        return objection(toItself: target) ?? folders(above: target)
    }

    private mutating func folders(above path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else { return objection(to: ".") }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        if let known = known[folder] { return known }
        let reason = objection(toItself: folder) ?? (folder == "/" ? nil : folders(above: folder))
        known[folder] = .some(reason)
        return reason
    }

    private func objection(toItself path: String) -> String? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        guard trusted.contains(information.st_uid) else { return "\(path) belongs to user \(information.st_uid)" }
        let isSticky = information.st_mode & S_IFMT == S_IFDIR && information.st_mode & S_ISVTX != 0
        guard information.st_mode & 0o022 == 0 || isSticky else {
            return "\(path) can be written by others (mode \(String(information.st_mode & 0o7777, radix: 8)))"
        }
        return nil
    }
}

extension DefinitionSet {
    /// Sets definitions aside that others could have written.
    ///
    /// - Parameter directory: where they were read from.
    public mutating func distrust(below directory: String) {
        var trust = Trust()
        var faults: [String: [Diagnostic]] = [:]
        for file in definitions.map(\.file) + rejected.map(\.file) {
            let path = "\(directory)/\(file)"
            guard let reason = trust.objection(to: path) else { continue }
            faults[file] = [
                Diagnostic(
                    .error, .file, at: SourceLocation(file: path),
                    "\(reason), so that it is not to be trusted; mend that, or give --insecure-definitions")
            ]
        }
        reject(faults)
    }

    /// Why a file that is no definition, such as the policy, cannot be trusted; nil when it can.
    public static func objection(to path: String) -> String? {
        var trust = Trust()
        return trust.objection(to: path)
    }
}
