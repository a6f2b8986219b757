import FormatSupport
import XLConfig

/// What a file of xm's is made of: Python, as far as settings need it.
enum PythonToken: Sendable, Hashable {
    case name(String)
    case number(String)
    case string(String)
    /// An operator or a bracket.
    case mark(String)
    case newline
    case end

    /// As messages show it.
    var shown: String {
        switch self {
        case .name(let name): name
        case .number(let number): number
        case .string(let text): quoted(text)
        case .mark(let mark): mark
        case .newline: "the end of the line"
        case .end: "the end of the file"
        }
    }
}
