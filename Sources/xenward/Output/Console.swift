import FormatSupport
import Glibc

/// Where words go: data to standard output, everything else to standard error.
struct Console: Sendable {
    let isVerbose: Bool
    let isQuiet: Bool
    /// Whoever reads standard output is a machine.
    let isForMachines: Bool
    private let allowsColor: Bool

    init(isVerbose: Bool, isQuiet: Bool, isForMachines: Bool, allowsColor: Bool) {
        self.isForMachines = isForMachines
        self.isVerbose = isVerbose
        self.isQuiet = isQuiet
        self.allowsColor = allowsColor && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"
    }

    /// Colours for standard output, and for standard error.
    var palette: Palette { Palette(isOn: allowsColor && isatty(1) == 1) }
    private var errorPalette: Palette { Palette(isOn: allowsColor && isatty(2) == 1) }

    var isInteractive: Bool { isatty(0) == 1 && isatty(2) == 1 }
    var showsProgress: Bool { !isQuiet && isatty(2) == 1 }

    /// Data: what the command was asked for.
    ///
    /// - Throws: ``CommandError`` when it cannot be written, lest half of it pass for the whole.
    func data(_ text: String) throws {
        guard Self.write(text.hasSuffix("\n") ? text : text + "\n", to: 1) else {
            throw CommandError(message: "standard output: \(String(cString: strerror(errno)))")
        }
    }

    /// A word that helps and that nobody needs.
    func note(_ text: String) { if !isQuiet { Self.write(text + "\n", to: 2) } }

    /// A word for those who asked for more.
    func detail(_ text: String) { if isVerbose { Self.write(text + "\n", to: 2) } }

    func warning(_ text: String) {
        if !isQuiet { Self.write("\(errorPalette.paint("warning:", .yellow)) \(text)\n", to: 2) }
    }

    func error(_ text: String) { Self.write("\(errorPalette.paint("error:", .red)) \(text)\n", to: 2) }

    /// What readers had to say; notes only for those who asked for more.
    func report(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            let hue: Palette.Hue
            switch diagnostic.severity {
            case .error: hue = .red
            case .warning:
                if isQuiet { continue }
                hue = .yellow
            case .note:
                if !isVerbose { continue }
                hue = .cyan
            }
            let severity = errorPalette.paint("\(diagnostic.severity):", hue)
            Self.write("\(diagnostic.location): \(severity) \(diagnostic.message)\n", to: 2)
        }
    }

    /// Asks for a yes on the terminal.
    func confirms(_ question: String) -> Bool {
        Self.write("\(question) [y/N] ", to: 2)
        let answer = readLine(strippingNewline: true) ?? ""
        return ["y", "yes"].contains(answer.lowercased())
    }

    func flush() { fflush(nil) }

    @discardableResult
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = isatty(descriptor) == 1 ? harmless(text) : text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno != EINTR { return false }
                rest = rest.dropFirst(max(0, count))
            }
            return true
        }
    }
}

extension Console {
    /// Names of files may hold what terminals take for commands; of these only colours are let through.
    static func harmless(_ text: String) -> String {
        guard text.utf8.contains(where: { ($0 < 0x20 && $0 != 0x0a && $0 != 0x09) || $0 == 0x7f || $0 == 0xc2 }) else {
            return text
        }
        var rest = Substring(text).unicodeScalars
        var safe = String.UnicodeScalarView()
        while let letter = rest.first {
            if let colour = colour(rest) {
                safe += colour
                rest = rest.dropFirst(colour.count)
                continue
            }
            let isSafe = letter == "\n" || letter == "\t" || letter.properties.generalCategory != .control
            if isSafe { safe.append(letter) } else { safe += "\\x\(String(letter.value, radix: 16))".unicodeScalars }
            rest = rest.dropFirst()
        }
        return String(safe)
    }

    /// `ESC [ 1;31 m`, where it stands at the beginning.
    private static func colour(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
        guard text.starts(with: "\u{1b}[".unicodeScalars),
            let end = text.dropFirst(2).firstIndex(where: { !("0"..."9").contains($0) && $0 != ";" }), text[end] == "m"
        else { return nil }
        return text[...end]
    }
}

/// Colours, or none.
struct Palette: Sendable {
    let isOn: Bool

    enum Hue: String, Sendable {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case magenta = "35"
        case cyan = "36"
        case faint = "2"
        case bold = "1"
    }

    func paint(_ text: String, _ hue: Hue) -> String { isOn ? "\u{1b}[\(hue.rawValue)m\(text)\u{1b}[0m" : text }
}
