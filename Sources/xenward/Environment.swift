import Glibc

/// The process' environment.
enum Environment {
    /// A variable's value; an empty one counts as unset.
    static subscript(name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
