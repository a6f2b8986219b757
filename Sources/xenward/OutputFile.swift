import Definitions
import Glibc

/// A file that a command writes, for its owner alone unless it says otherwise.
struct OutputFile {
    let path: String
    /// Whatever the process' umask says.
    var mode: mode_t = 0o600
    /// How all files of its kind begin: one that begins otherwise, a state or a definition, is not replaced.
    var beginning = ""
    /// A link is followed, and what is no file is written to. Not so in a folder that may be somebody else's, who could have a link
    /// lead anywhere.
    var followsLinks = true

    /// Makes the file, which must not be there.
    func create(_ text: String) throws(FileFailure) { try create(text, at: path) }

    /// Makes the file, or puts it in the place of another: whole, or not at all. A link stays one, and its file is replaced; what is
    /// no file, a terminal or a pipe, is written to.
    func replace(with text: String) throws(FileFailure) {
        try refuseOther()
        if let kind, kind != S_IFREG { return try pass(text) }
        let place = followsLinks ? RealPath.of(path) ?? path : path
        let new = "\(place).\(getpid()).new"
        try create(text, at: new)
        guard rename(new, place) == 0 else {
            let failure = FileFailure(path)
            unlink(new)
            throw failure
        }
    }

    /// What the path leads to (`S_IFMT`); nil for nothing.
    private var kind: mode_t? {
        var information = stat()
        let isThere = followsLinks ? stat(path, &information) == 0 : lstat(path, &information) == 0
        return isThere ? information.st_mode & S_IFMT : nil
    }

    /// - Throws: when there is a file of another kind.
    func refuseOther() throws(FileFailure) {
        if !followsLinks, let kind, kind != S_IFREG {
            throw FileFailure(path, ELOOP, "it is a link, or no file; name another file, or remove it")
        }
        guard kind == S_IFREG else { return }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { throw FileFailure(path) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: beginning.utf8.count)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw FileFailure(path) }
        guard count == 0 || bytes.prefix(count).elementsEqual(beginning.utf8) else {
            throw FileFailure(path, EEXIST, "it is there already, and something else; name another file, or remove it")
        }
    }

    private func create(_ text: String, at path: String) throws(FileFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure(path) }
        defer { close(descriptor) }
        if mode != 0o600 { fchmod(descriptor, mode) }
        do throws(FileFailure) {
            try Self.write(text, to: descriptor, path)
        } catch {
            // Half a file is worse than none.
            unlink(path)
            throw error
        }
    }

    /// Writes to what is no file. A pipe that nobody reads is refused at once; one that somebody reads is waited for.
    private func pass(_ text: String) throws(FileFailure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFailure(path) }
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFL, O_WRONLY)
        try Self.write(text, to: descriptor, path)
    }

    private static func write(_ text: String, to descriptor: Int32, _ path: String) throws(FileFailure) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure(path) }
            rest = rest.dropFirst(count)
        }
    }
}
