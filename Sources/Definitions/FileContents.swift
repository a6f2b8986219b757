import FormatSupport
import Glibc

/// What a regular file holds.
struct FileContents {
    /// At most one byte more than a definition may have: enough for the reader to refuse it.
    let bytes: [UInt8]
    /// The file that they come from, whatever has its name by now.
    let identity: FileIdentity

    init(of path: String) throws(SystemError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError() }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw SystemError() }
        // Root could read it all the same, but whoever took away every permission did not want it read.
        guard information.st_mode & 0o444 != 0 else { throw SystemError(EACCES) }
        let capacity = min(max(Int(information.st_size), 0), SourceText.sizeLimit) + 1
        var failure: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            while count < capacity, let base = buffer.baseAddress {
                let taken = Glibc.read(descriptor, base + count, capacity - count)
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { failure = SystemError() }
                if taken <= 0 { break }
                count += taken
                // All that there was when it was opened; what comes now is for the next look.
                if count == information.st_size { break }
            }
        }
        if let failure { throw failure }
        self.bytes = bytes
        identity = FileIdentity(information)
    }
}
