import FormatSupport
import Glibc
import GuestModel

/// A file of JSON documents, one a line, of which the last may have been cut off.
struct LineFile: Sendable {
    let path: String

    /// Every line that is whole.
    func read() throws(StateFilesError) -> [FieldValue] {
        guard let file = try LocalStateFiles().read(path) else { return [] }
        return file.bytes.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONReader.read(Array($0)) }
    }

    /// Adds a line; what is there is left as it is, but for a last line without an end.
    ///
    /// - Parameter lasts: it has reached the disk when this returns.
    func append(_ value: FieldValue, lasts: Bool) throws(StateFilesError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StateFilesError(errno: errno) }
        defer { close(descriptor) }
        var last: UInt8 = 0
        let size = lseek(descriptor, 0, SEEK_END)
        let isCutOff = size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
        let line = (isCutOff ? "\n" : "") + JSONWriter.write(value, style: .compact) + "\n"
        let files = LocalStateFiles()
        try files.write(Array(line.utf8), to: descriptor)
        if lasts { try files.synchronize(descriptor) }
    }

    /// Replaces everything.
    func rewrite(_ values: some Sequence<FieldValue>) throws(StateFilesError) {
        let text = values.map { JSONWriter.write($0, style: .compact) + "\n" }.joined()
        try LocalStateFiles().replace(path, with: Array(text.utf8))
    }

    func remove() throws(StateFilesError) { try LocalStateFiles().remove(path) }
}
