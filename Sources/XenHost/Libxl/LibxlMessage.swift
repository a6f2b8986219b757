import Observing

/// Something that libxl said.
struct LibxlMessage: Sendable, Hashable {
    /// xentoollog's levels, from 1 (debug) to 9 (critical).
    enum Level: Int32, Sendable, Comparable {
        case debug = 1
        case verbose, detail, progress, info, notice, warning, error, critical

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    var level: Level
    /// The system's reason, as `errno` had it.
    var errno: Int32?
    /// The domain that it is about.
    var domid: Domid?
    /// Where in libxl it was said: `libxl_device.c:1158:device_hotplug_child_death_cb`.
    var place: String?
    var text: String

    /// - Parameter line: as the shim writes it: `LEVEL ERRNO TEXT`, with the text as libxl has it:
    ///   `libxl_create.c:1:function: Domain 3:words`.
    init?(_ line: some StringProtocol) {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let number = Int32(parts[0]), let level = Level(rawValue: number) else { return nil }
        self.level = level
        errno = Int32(parts[1]).flatMap { $0 > 0 ? $0 : nil }
        var rest = parts[2][...]
        // libxc says `panic: file.c:1: function: words`.
        let isPanic = rest.hasPrefix("panic: ")
        if isPanic { rest = rest.dropFirst("panic: ".count) }
        if let end = rest.firstRange(of: ": ")?.lowerBound, rest[..<end].contains(".c:") {
            place = String(rest[..<end])
            rest = rest[end...].dropFirst(2)
            if isPanic, let end = rest.firstRange(of: ": ")?.lowerBound { rest = rest[end...].dropFirst(2) }
        }
        if rest.hasPrefix("Domain "), let colon = rest.firstIndex(of: ":"),
            let domid = Domid(rest[..<colon].dropFirst("Domain ".count))
        {
            self.domid = domid
            rest = rest[colon...].dropFirst()
        }
        text = rest.inOneLine
    }
}

extension StringProtocol {
    /// As one line, without what a terminal takes for commands: some of it others than dom0 may have said.
    var inOneLine: String {
        var line = String.UnicodeScalarView()
        for letter in unicodeScalars {
            line.append(letter.properties.generalCategory == .control ? " " : letter)
        }
        return String(line).split(separator: " ").joined(separator: " ")
    }
}
