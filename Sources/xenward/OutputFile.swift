import Glibc

/// A file that a command writes, for its owner alone unless it says otherwise.
struct OutputFile {
    let path: String
    /// Whatever the process' umask says.
    var mode: mode_t = 0o600
    /// How all files of its kind begin: one that begins otherwise, a state or a definition, is not replaced.
    var beginning = ""

    /// Makes the file, which must not be there.
    func create(_ text: String) throws(FileFailure) { try write(text, to: path) }

    /// Makes the file, or puts it in the place of another: whole, or not at all.
    func replace(with text: String) throws(FileFailure) {
        try refuseOther()
        let new = path + ".new"
        unlink(new)
        try write(text, to: new)
        guard rename(new, path) == 0 else {
            let failure = FileFailure(path)
            unlink(new)
            throw failure
        }
    }

    /// - Throws: when there is a file of another kind.
    func refuseOther() throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw FileFailure(path)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: beginning.utf8.count)
        let count = read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw FileFailure(path) }
        guard count == 0 || bytes.prefix(count).elementsEqual(beginning.utf8) else {
            throw FileFailure(path, EEXIST, "it is there already, and something else; name another file, or remove it")
        }
    }

    private func write(_ text: String, to path: String) throws(FileFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure(path) }
        defer { close(descriptor) }
        if mode != 0o600 { fchmod(descriptor, mode) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let failure = FileFailure(path)
                // Half a file is worse than none.
                unlink(path)
                throw failure
            }
            rest = rest.dropFirst(count)
        }
    }
}
