import FormatSupport
import Glibc
import GuestModel

/// A regular file below the definitions directory.
struct FoundFile: Sendable {
    /// Relative to the definitions directory.
    var path: String
    var name: String
    /// Reached through a symbolic link.
    var isLink: Bool
    /// Device and inode: the file itself, however it was reached.
    var identity: FileIdentity
    /// It is in the folder `auto`, or a link there leads to it.
    var startsWithHost = false
}

extension FoundFile {
    /// xendomains starts what is in `/etc/xen/auto`, links mostly.
    fileprivate func isAutomatic(below root: String) -> Bool {
        path.hasPrefix("auto/") || root.hasSuffix("/auto") || root == "auto"
    }
}

/// Lists the files below a directory, in the order of their paths.
///
/// Links are followed; a folder is entered once, and a file is listed once, by its own name rather than by a link to it. No file is
/// opened, but a file system that does not answer keeps the walk waiting, and with it its thread.
public struct DirectoryWalk: Sendable {
    private(set) var files: [FoundFile] = []
    private(set) var skipped: [SkippedFile] = []
    private(set) var rejected: [RejectedDefinition] = []
    /// Folders below the directory that hold nothing at all, as one does on which nothing is mounted.
    private(set) var emptyFolders: Set<String> = []
    private(set) var diagnostics: [Diagnostic] = []
    let root: String
    private var entered: Set<FileIdentity> = []
    private var isFull = false

    private let limit: Int

    /// More files than any directory of definitions has; a link to a whole file system has more.
    public static let mostFiles = 100_000

    /// - Throws: ``DefinitionsError`` when the directory itself cannot be listed.
    public init(_ directory: String) throws(DefinitionsError) { try self.init(directory, limit: Self.mostFiles) }

    /// - Parameter limit: how many files it may list.
    /// - Throws: ``DefinitionsError`` when the directory itself cannot be listed.
    init(_ directory: String, limit: Int) throws(DefinitionsError) {
        self.limit = limit
        root = directory.count > 1 && directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        do throws(SystemError) {
            try enter("", depth: 0)
        } catch {
            let advice = error.code == ENOENT ? "; create it, or name another directory" : ""
            throw DefinitionsError(directory: root, reason: "\(error)\(advice)")
        }
        files.sort { $0.path < $1.path }
        if files.contains(where: \.isLink) { askEachFile() }
        let automatic = Set(files.filter { $0.isAutomatic(below: root) }.map(\.identity))
        for index in files.indices where automatic.contains(files[index].identity) {
            files[index].startsWithHost = true
        }
        guard Set(files.map(\.identity)).count < files.count else { return }
        var own: [FileIdentity: String] = [:]
        for file in files where !file.isLink && own[file.identity] == nil { own[file.identity] = file.path }
        for file in files where own[file.identity] == nil { own[file.identity] = file.path }
        for file in files where own[file.identity] != file.path {
            skipped.append(SkippedFile(file: file.path, reason: "the same file as \(own[file.identity] ?? "another")"))
        }
        files.removeAll { own[$0.identity] != $0.path }
    }

    /// Has each file say itself which one it is. What its folder says is another number on some file systems (overlayfs), and a
    /// link is known by what the file itself says.
    private mutating func askEachFile() {
        for index in files.indices where !files[index].isLink {
            var information = stat()
            guard stat(absolute(files[index].path), &information) == 0 else { continue }
            files[index].identity = FileIdentity(information)
        }
    }

    private mutating func enter(_ folder: String, depth: Int) throws(SystemError) {
        let path = absolute(folder)
        guard let stream = opendir(path) else { throw SystemError() }
        defer { closedir(stream) }
        var information = stat()
        guard fstat(dirfd(stream), &information) == 0 else { throw SystemError() }
        guard entered.insert(FileIdentity(information)).inserted else {
            skipped.append(SkippedFile(file: folder, reason: "a folder that was read already"))
            return
        }
        let device = UInt64(information.st_dev)
        var entries: [Entry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw SystemError() }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." {
                let identity = FileIdentity(device: device, inode: UInt64(entry.pointee.d_ino))
                entries.append(Entry(name: name, file: entry.pointee.d_type == UInt8(DT_REG) ? identity : nil))
            }
        }
        let before = (files.count, skipped.count, rejected.count)
        defer {
            // Folders that hold nothing make it none that holds something.
            if !folder.isEmpty, before == (files.count, skipped.count, rejected.count) { emptyFolders.insert(folder) }
        }
        entries.sort { $0.name < $1.name }
        guard files.count + skipped.count + entries.count <= limit else {
            if !isFull {
                reject(folder, "more than \(limit) files; does a link lead to something large?", severity: .error)
            }
            isFull = true
            return
        }
        let isXends = Self.isXends(folder, entries)
        for entry in entries {
            let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
            if isXends, entry.name != Recognition.xendFile {
                skipped.append(
                    SkippedFile(file: path, reason: "xend's, beside the \(Recognition.xendFile) of its guest"))
                continue
            }
            if let file = entry.file {
                take(path, name: entry.name, kind: S_IFREG, isLink: false, file, depth: depth)
            } else {
                look(at: path, name: entry.name, in: dirfd(stream), depth: depth)
            }
        }
    }

    /// Whether a folder is one of xend's store of guests that do not run: named by a uuid, with a definition in it, and
    /// perhaps with the memory of a guest that was suspended.
    private static func isXends(_ folder: String, _ entries: [Entry]) -> Bool {
        guard let name = folder.split(separator: "/").last, name.utf8.count == 36, GuestUUID(name) != nil else {
            return false
        }
        return entries.contains { $0.name == Recognition.xendFile }
    }

    /// A name in a folder; with the file's identity where the folder itself says that it is a regular file.
    private struct Entry {
        var name: String
        var file: FileIdentity?
    }

    private mutating func look(at path: String, name: String, in descriptor: Int32, depth: Int) {
        var information = stat()
        var isLink = false
        if fstatat(descriptor, name, &information, AT_SYMLINK_NOFOLLOW) == 0 {
            isLink = information.st_mode & S_IFMT == S_IFLNK
            if isLink, fstatat(descriptor, name, &information, 0) != 0 {
                return reject(path, "a link that leads nowhere: \(SystemError())", severity: .error)
            }
        } else {
            return reject(path, "\(SystemError())", severity: .error)
        }
        let kind = information.st_mode & S_IFMT
        take(path, name: name, kind: kind, isLink: isLink, FileIdentity(information), depth: depth)
    }

    private mutating func take(
        _ path: String, name: String, kind: mode_t, isLink: Bool, _ identity: FileIdentity, depth: Int
    ) {
        if let reason = Recognition.reasonToSkip(name: name, isDirectory: kind == S_IFDIR) {
            skipped.append(SkippedFile(file: path, reason: reason))
        } else if kind == S_IFDIR {
            guard depth < SourceText.depthLimit else {
                return reject(path, "nested deeper than \(SourceText.depthLimit) folders", severity: .error)
            }
            do throws(SystemError) {
                try enter(path, depth: depth + 1)
            } catch {
                reject(path, "the folder cannot be read: \(error)", severity: .error)
            }
        } else if kind == S_IFREG {
            files.append(FoundFile(path: path, name: name, isLink: isLink, identity: identity))
        } else {
            skipped.append(SkippedFile(file: path, reason: "not a regular file"))
        }
    }

    /// A broken link defines nothing for certain, but the guest behind it is unknown all the same.
    private mutating func reject(_ path: String, _ reason: String, severity: Diagnostic.Severity) {
        rejected.append(RejectedDefinition(file: path))
        diagnostics.append(Diagnostic(severity, .file, at: SourceLocation(file: absolute(path)), reason))
    }

    private func absolute(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }
}

/// What the operating system said no with.
struct SystemError: Error, CustomStringConvertible {
    let code: Int32

    /// The latest failure of this thread.
    init() { code = errno }

    init(_ code: Int32) { self.code = code }

    var description: String { String(cString: strerror(code)) }
}
