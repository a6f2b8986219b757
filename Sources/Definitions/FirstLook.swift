/// A look at a file's first bytes.
struct FirstLook {
    let bytes: ArraySlice<UInt8>

    /// Leaves out a byte order mark and blanks at the start.
    init(bytes: [UInt8]) {
        var rest = bytes[...]
        if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
        self.bytes = rest.drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
    }

    func startsWith(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

    /// The name of the first element, if this looks like XML at all.
    var rootElement: String? {
        var rest = bytes
        while rest.starts(with: "<".utf8) {
            let skipped: String
            if rest.starts(with: "<?".utf8) {
                skipped = "?>"
            } else if rest.starts(with: "<!--".utf8) {
                skipped = "-->"
            } else {
                let name = rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
                // A document type is for the reader to refuse.
                guard let first = name.first, first != UInt8(ascii: "!") else { return nil }
                return String(decoding: name, as: UTF8.self)
            }
            guard let end = rest.firstRange(of: skipped.utf8) else { return nil }
            rest = rest[end.upperBound...].drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
        }
        return nil
    }

    /// The word after the first bracket, if this looks like an expression.
    var expressionName: String? {
        var rest = bytes
        while rest.first == UInt8(ascii: "#") {
            rest = rest.drop { $0 != UInt8(ascii: "\n") }.drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
        }
        guard rest.first == UInt8(ascii: "(") else { return nil }
        let word = rest.dropFirst().drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
        return String(decoding: word.prefix { $0 > 0x20 && !"()'\"".utf8.contains($0) }, as: UTF8.self)
    }

    /// Whether a line sets one of the keys that a guest in xl.cfg's form cannot do without.
    var assignsGuestKey: Bool {
        assigns(["name", "memory", "kernel", "builder", "bootloader", "disk", "vif", "type"])
    }

    /// Whether a line sets a key that only xm has, and that xl passes over or refuses.
    ///
    /// xm's files and xl's look alike, and the same line may mean something else in each: without `on_crash` xm starts
    /// a guest again that has crashed, without `vnc` it gives it no screen. So a file is xm's when its name ends in
    /// `.xm`, or when it was clearly written for xend and its name says nothing; `.cfg` and `.xl` are xl's always.
    var isWrittenForXend: Bool { assigns(["on_xend_start", "on_xend_stop", "bootargs", "vcpu_avail", "cpu_cap"]) }

    private func assigns(_ keys: [String]) -> Bool {
        for line in bytes.prefix(64 << 10).split(separator: UInt8(ascii: "\n")) {
            let trimmed = line.drop { $0 == 0x20 || $0 == 0x09 }
            for key in keys where trimmed.starts(with: key.utf8) {
                let rest = trimmed.dropFirst(key.utf8.count).drop { $0 == 0x20 || $0 == 0x09 }
                if rest.first == UInt8(ascii: "=") { return true }
            }
        }
        return false
    }
}

extension ArraySlice<UInt8> {
    fileprivate func firstRange(of pattern: String.UTF8View) -> Range<Int>? {
        guard let first = pattern.first else { return nil }
        var index = startIndex
        while let found = self[index...].firstIndex(of: first) {
            if self[found...].starts(with: pattern) { return found..<found + pattern.count }
            index = found + 1
        }
        return nil
    }
}
