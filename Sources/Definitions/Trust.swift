import FormatSupport
import Glibc
import GuestModel

/// Who may write what xenward acts on.
///
/// Whoever can write a definition, or a folder on the way to it, can have any kernel started and any disk opened by root. On a
/// real host only root, and who runs this, may have written them.
struct Trust {
    private let trusted: Set<uid_t> = [0, geteuid()]
    /// Where folders lead that were looked at already, by their paths.
    private var folders: [String: Way] = [:]

    /// Where a path leads, if everything on the way can be trusted.
    private enum Way {
        case place(String)
        case objection(String)

        var objection: String? { if case .objection(let reason) = self { reason } else { nil } }
    }

    /// As many links as the kernel follows.
    private static let mostLinks = 40

    /// Why a path cannot be trusted; nil when it can. Everything on the way is looked at: each folder, and each link with all that it
    /// leads through. What is not there cannot be trusted either: it may come and go.
    mutating func objection(to path: String) -> String? {
        let names = Self.names(in: path)
        switch way(to: (path.hasPrefix("/") ? "/" : "") + names.dropLast().joined(separator: "/")) {
        case .objection(let reason): return reason
        case .place(let place): return way(from: place, names.suffix(1)).objection
        }
    }

    private mutating func way(to folder: String) -> Way {
        if let known = folders[folder] { return known }
        var names = Self.names(in: folder)
        if !folder.hasPrefix("/") {
            guard let here = RealPath.of(".") else { return .objection("nobody knows where it is") }
            names = Self.names(in: here) + names
        }
        var root = stat()
        let way =
            if lstat("/", &root) == 0, let reason = objection(to: "/", root) {
                Way.objection(reason)
            } else {
                way(from: "", names[...])
            }
        folders[folder] = way
        return way
    }

    /// - Parameter place: a folder that can be trusted, without a slash at its end.
    private func way(from place: String, _ names: ArraySlice<String>) -> Way {
        var place = place
        var rest = Array(names.reversed())
        var links = 0
        while let name = rest.popLast() {
            if name == ".." {
                place = String(place.prefix(upTo: place.lastIndex(of: "/") ?? place.startIndex))
                continue
            }
            let next = "\(place)/\(name)"
            var information = stat()
            guard lstat(next, &information) == 0 else { return .objection("\(next): \(SystemError())") }
            guard information.st_mode & S_IFMT == S_IFLNK else {
                if let reason = objection(to: next, information) { return .objection(reason) }
                place = next
                continue
            }
            links += 1
            guard links <= Self.mostLinks else { return .objection("\(next): \(SystemError(ELOOP))") }
            guard trusted.contains(information.st_uid) else {
                return .objection("the link \(next) belongs to user \(information.st_uid)")
            }
            guard let target = Self.target(ofLink: next) else { return .objection("\(next): \(SystemError())") }
            if target.hasPrefix("/") { place = "" }
            rest += Self.names(in: target).reversed()
        }
        return .place(place)
    }

    private static func names(in path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    private static func target(ofLink path: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &bytes, bytes.count)
        return count >= 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }

    private func objection(to path: String, _ information: stat) -> String? {
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
    /// - Parameters:
    ///   - directory: where they were read from.
    ///   - known: what files defined before. Others may also have taken one away.
    public mutating func distrust(below directory: String, known: KnownDefinitions = KnownDefinitions(version: "")) {
        var trust = Trust()
        var faults: [String: [Diagnostic]] = [:]
        // Of a link that leads nowhere that is said already.
        let unusable = rejected.map(\.file).filter { access("\(directory)/\($0)", F_OK) == 0 }
        for file in definitions.map(\.file) + unusable {
            let path = "\(directory)/\(file)"
            guard let reason = trust.objection(to: path) ?? replacement(of: file, at: path) else { continue }
            faults[file] = [
                Diagnostic(
                    .error, .file, at: SourceLocation(file: path),
                    "\(reason), so that it is not to be trusted; mend that, or give --insecure-definitions")
            ]
        }
        reject(faults)
        let there = Set(definitions.map(\.file) + rejected.map(\.file))
        for (file, guest) in known.sources where !there.contains(file) {
            guard Self.mayBeHidden(file, below: directory, &trust) else { continue }
            rejected.append(RejectedDefinition(file: file, name: guest.name))
        }
    }

    /// Why the file that is there now is not the one that was read; nil when it is.
    private func replacement(of file: String, at path: String) -> String? {
        guard let read = identities[file] else { return nil }
        guard let now = FileIdentity(of: path) else { return "\(SystemError())" }
        return now == read ? nil : "it was replaced while it was read"
    }

    /// Whether a file that is not there was in a folder that others may write.
    private static func mayBeHidden(_ file: String, below directory: String, _ trust: inout Trust) -> Bool {
        var folder = file[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            let path = "\(directory)/\(folder)"
            if access(path, F_OK) == 0 { return trust.objection(to: path) != nil }
        }
        return trust.objection(to: directory) != nil
    }

    /// Why a file that is no definition, such as the policy, cannot be trusted; nil when it can.
    public static func objection(to path: String) -> String? {
        var trust = Trust()
        return trust.objection(to: path)
    }
}
