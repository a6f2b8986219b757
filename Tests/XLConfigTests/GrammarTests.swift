import Testing

@testable import XLConfig

@Suite("The grammar of xl.cfg")
struct GrammarTests {
    static let words = [
        "a", "b", "cc.d_1", "=", "+=", "[", "]", ",", ";", "\n", "\n", " ", "\t", "1", "0x1f", "9z", "'x'", "\"y\"",
        "'a\\'b'", "\"\\n\\t\\\\\"", "'\\012'", "'\\0'", "'\\0 1'", "'\\0-1'", "'\\x41'", "'\\q'", "# c\n", "#", "# c",
        "'", "\"", "\\", "-", "(", ")", ".", ":", "A", "é", "\r", "'é'", "a = 'x'\n", "b = ['x', 'y']\n",
        "a += ['z',\n 'w' ]\n", "a+='q'\n", "[[1],[2]]", "a=1;", "b=[]\n", "b+=[1,]\n", "\u{b}",
    ]
    static let samples = [
        """
        # A web server
        name = "web01"
        type = 'pvh'
        memory = 1024; vcpus = 2
        disk = [ 'format=raw, vdev=xvda, target=/dev/vg0/web01',
                 '/srv/iso/debian.iso,,hdc,cdrom', ]
        vif = [ "mac=00:16:3e:0a:0b:0c,bridge=xenbr0" ]

        """,
        """
        name="db"
        vnuma = [ [ "pnode=0", "size=512" ],
                  [ "pnode=1", "size=512" ] ]
        extra = "root=/dev/xvda1 \\"quoted\\" \\\\ tab\\there"
        extra += ' ro'
        """,
    ]

    @Test("60,000 random texts mean to us what they mean to libxlutil")
    func agreesWithLibxlutil() {
        var texts = RandomText(seed: 0x5eed, words: Self.words, samples: Self.samples)
        var accepted = 0
        for _ in 0..<60_000 {
            let text = texts.next()
            let ours = SettingsParser.parse(text)
            let settings = ours.settings
            let theirs = Libxlutil.settings(of: text, keys: Self.names(in: text))
            if theirs != nil { accepted += 1 }
            let meaning =
                ours.errors.isEmpty
                ? Dictionary(uniqueKeysWithValues: settings.values.map { ($0.key, Libxlutil.Tree($0.value)) }) : nil
            if meaning != theirs {
                Issue.record(
                    """
                    \(String(decoding: text, as: UTF8.self).debugDescription): libxlutil \
                    \(theirs.map { "reads \($0)" } ?? "refuses it"), we \
                    \(meaning.map { "read \($0)" } ?? "refuse it: \(ours.errors)")
                    """)
                return
            }
        }
        #expect(accepted > 5_000)
    }

    /// Every longest name in the text: libxlutil can hold no key that is not one of these.
    private static func names(in text: [UInt8]) -> Set<String> {
        var names: Set<String> = []
        var index = 0
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        while index < text.count {
            guard isLetter(text[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < text.count,
                isLetter(text[index]) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index])
                    || text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: "_")
            {
                index += 1
            }
            names.insert(String(decoding: text[start..<index], as: UTF8.self))
        }
        return names
    }

    @Test("a key and a value know their line and column, in bytes")
    func positions() throws {
        let file = SettingsParser.parse(Array("# é\n  name = 'é'; memory=512\nvif = [ '',\n  'a' ]\n".utf8))
        #expect(file.errors.isEmpty)
        let places = file.assignments.map { [$0.position, $0.value.position] }
        #expect(
            places == [
                [Position(line: 2, column: 3), Position(line: 2, column: 10)],
                [Position(line: 2, column: 16), Position(line: 2, column: 23)],
                [Position(line: 3, column: 1), Position(line: 3, column: 7)],
            ])
        guard case .list(let elements, _) = try #require(file.assignments.last).value else {
            Issue.record("vif is no list")
            return
        }
        #expect(elements.map(\.position) == [Position(line: 3, column: 9), Position(line: 4, column: 3)])
    }

    @Test(
        "what is wrong is said where it is, with what was expected",
        arguments: [
            ("name", 1, 5, "expected = after name"),
            ("name = \n", 1, 8, "expected a value: a number, a text in quotes, or a list in brackets"),
            ("name = 'x\nmemory = 1\n", 1, 8, "the text does not end on its line; expected another quote"),
            ("memory = -1\n", 1, 10, "a negative number must stand in quotes"),
            ("a = [1 2]\n", 1, 8, "expected a comma or ] in the list"),
            ("a = 1 2\n", 1, 7, "expected the end of the line, or a semicolon, after the value"),
            ("Name = 'x'\n", 1, 1, "keys are written in small letters, texts in quotes"),
            ("a = 1\r\n", 1, 6, "a carriage return; lines must end with a newline alone, as dos2unix leaves them"),
            ("a = '\\x41'\n", 1, 6, "no such escape; \\a \\b \\f \\n \\r \\t \\v \\\\ \\' and \\\" are known"),
            ("a = 'x'\na += [1]\n", 2, 6, "+= adds a text to a text, or a list to a list"),
            ("a = 1\n# end", 2, 1, "a comment must end with a newline, even on the last line"),
        ] as [(String, Int32, Int32, String)])
    func messages(text: String, line: Int32, column: Int32, message: String) {
        let errors = SettingsParser.parse(Array(text.utf8)).errors
        #expect(
            errors.first == SyntaxError(position: Position(line: line, column: column), message: message),
            "\(errors)")
    }

    @Test("a file whose every line ends with a carriage return is told so once")
    func carriageReturns() {
        let errors = SettingsParser.parse(Array("a = 1\r\nb = 'x'\r\nc = -1\r\n".utf8)).errors
        #expect(errors.map(\.position.line) == [1, 3])
    }

    @Test("64 lists in one another are accepted, and 65 are not")
    func nesting() {
        func nested(_ depth: Int) -> [UInt8] {
            Array(("a = " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "\n").utf8)
        }
        #expect(SettingsParser.parse(nested(64)).errors.isEmpty)
        #expect(SettingsParser.parse(nested(65)).errors.map(\.message) == ["lists nested deeper than 64"])
        #expect(SettingsParser.parse(nested(300_000)).errors.count == 1)
    }
}
