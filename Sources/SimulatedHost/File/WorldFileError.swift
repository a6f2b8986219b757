/// A world file that could not be read or written.
public enum WorldFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is no world file, or damaged; it was left as it is.
    case damaged(file: String, line: Int, column: Int, message: String)
    /// The operating system refused.
    case system(file: String, action: String, errno: Int32, reason: String)

    public var description: String {
        switch self {
        case .damaged(let file, let line, let column, let message): "\(file):\(line):\(column): \(message)"
        case .system(let file, let action, _, let reason): "\(file): cannot \(action): \(reason)"
        }
    }
}
