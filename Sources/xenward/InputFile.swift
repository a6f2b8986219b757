import FormatSupport
import Glibc

/// A file that somebody named on the command line or in the environment.
enum InputFile {
    /// The whole file, but never much more than a definition may have; standard input where there is no path.
    ///
    /// - Parameter isRegular: anything else is refused, rather than that somebody is waited for who might write to it.
    static func read(_ path: String?, isRegular: Bool = false) throws(FileFailure) -> [UInt8] {
        let descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC | (isRegular ? O_NONBLOCK : 0)) } ?? 0
        guard descriptor >= 0 else { throw FileFailure(path ?? "") }
        defer { if path != nil { close(descriptor) } }
        if isRegular {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw FileFailure(path ?? "") }
            guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure(path ?? "", EINVAL, "it is no file") }
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= SourceText.sizeLimit {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure(path ?? "standard input") }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
