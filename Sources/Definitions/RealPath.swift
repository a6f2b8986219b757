import Glibc

/// Paths that mean the same from every directory.
public enum RealPath {
    /// Where a path leads in the end; nil where it leads to nothing.
    public static func of(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The same; of what is not there, where it would be.
    public static func absolute(_ path: String) -> String {
        if let real = of(path) { return real }
        guard !path.hasPrefix("/"), let here = of(".") else { return path }
        return "\(here)/\(path)"
    }
}
