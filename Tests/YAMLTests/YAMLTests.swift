import SeededNumbers
import Testing
import YAML

private func read(_ text: String) throws(YAMLError) -> YAMLNode? { try YAMLReader.read(Array(text.utf8)) }

private func problem(_ text: String) -> String? {
    do throws(YAMLError) {
        _ = try read(text)
        return nil
    } catch {
        return error.description
    }
}

@Suite struct Reading {
    @Test("A tree keeps order, quoting, and the place of every value")
    func tree() throws {
        let node = try #require(try read("b: 1\na:\n  - x\n  - \"2\"\n"))
        guard case .mapping(let pairs) = node.content else {
            Issue.record("no mapping")
            return
        }
        #expect(pairs.map(\.key) == ["b", "a"])
        #expect(pairs[0].value.content == .scalar("1", isQuoted: false))
        let elements = try pairs[1].value.sequence()
        #expect(elements.map(\.content) == [.scalar("x", isQuoted: false), .scalar("2", isQuoted: true)])
        #expect(elements[1].position == YAMLPosition(line: 4, column: 5))
        #expect(pairs[1].keyPosition == YAMLPosition(line: 2, column: 1))
    }

    @Test("A text without a document is nothing, not an error", arguments: ["", "\n", "# only a comment\n"])
    func empty(_ text: String) throws { #expect(try read(text) == nil) }

    @Test(
        "What is refused is refused with its line and column",
        arguments: [
            ("a: *x\n", "1:4: aliases are refused"),
            ("a: &x 1\n", "1:4: anchors are refused"),
            ("a: &x [1]\nb: *x\n", "1:4: anchors are refused"),
            ("a: !!int 1\n", "1:4: tags are refused"),
            ("a: 1\n---\nb: 1\n", "2:1: a second document begins"),
            ("a: 1\nb: 2\na: 3\n", "3:1: the key a comes twice"),
            ("[a]: 1\n", "1:1: a key must be a word"),
        ])
    func refused(_ text: String, _ message: String) { #expect(problem(text) == message) }

    @Test("A key that comes twice is found in a long mapping too")
    func twiceInMany() {
        let many = (0..<40).map { "k\($0): 1\n" }.joined()
        #expect(problem(many) == nil)
        #expect(problem(many + "k3: 2\n") == "41:1: the key k3 comes twice")
        #expect(problem(many + "k39: 2\n") == "41:1: the key k39 comes twice")
    }

    @Test(
        "What is not YAML is an error at its place",
        arguments: ["a: [1, 2\nb: 3\n", "a: b: c\n", "\"a\n", "a:\n\t- 1\n"])
    func syntax(_ text: String) throws {
        let error = try #require(throws: YAMLError.self) { try read(text) }
        #expect(error.position.line >= 1 && !error.message.isEmpty)
    }

    @Test("A byte that is not UTF-8, and a bare control character, are errors at their place")
    func encoding() {
        #expect(throws: YAMLError.self) { try YAMLReader.read([0x61, 0x3a, 0x20, 0xff]) }
        let control = #expect(throws: YAMLError.self) { try YAMLReader.read(Array("a: 1\nbc: \u{1}".utf8)) }
        #expect(control?.position == YAMLPosition(line: 2, column: 5))
    }

    @Test("Nesting is bounded")
    func depth() {
        #expect(problem(String(repeating: "[", count: 31) + String(repeating: "]", count: 31)) == nil)
        #expect(problem(String(repeating: "[", count: 100_000))?.contains("nested deeper than 32") == true)
    }

    @Test("Any prefix of a document is read or refused, and never crashes")
    func prefixes() {
        let text = Array("a: \"x\\n\"\nb:\n  - |-\n    {\"c\":1}\n  - [1, {d: ~}]\n".utf8)
        for count in text.indices { _ = try? YAMLReader.read(Array(text.prefix(count))) }
    }
}

@Suite struct Writing {
    @Test("A document is in block style, with strings in quotes and literals in blocks")
    func golden() throws {
        let writer = YAMLWriter(comment: "first\n\nthird")
        writer.mapping { writer in
            writer.key("version")
            writer.integer(1)
            writer.key("name")
            writer.string("true")
            writer.key("yes")
            writer.boolean(true)
            writer.key("none")
            writer.sequence { _ in }
            writer.key("list")
            writer.sequence { writer in
                writer.mapping { writer in
                    writer.key("given")
                    writer.literal("{\"a\":[1,2]}")
                    writer.key("state")
                    writer.word("running")
                }
            }
        }
        #expect(
            String(decoding: try writer.finish(), as: UTF8.self) == """
                # first
                #
                # third
                version: 1
                name: "true"
                yes: true
                none: []
                list:
                - given: |-
                    {"a":[1,2]}
                  state: running

                """)
    }

    @Test(
        "Any text survives, as a string and as a literal",
        arguments: [
            "", " ", "1", "0x10", "1e3", "true", "no", "null", "~", "- a", "a: b", "# c", "'", "\"", "\\", "a\nb",
            "a\n", "\n", "a\r\nb", "\t", "trailing ", " leading", "\u{0}", "\u{1}\u{1f}\u{7f}", "\u{85}", "\u{2028}",
            "\u{feff}", "\u{fffe}", "é", "日本", "😀", "a\u{301}", "---", "...", "%YAML", "&a", "*a", "!a", "|", ">", "@",
            "`",
            String(repeating: "long word ", count: 400) + "end", String(repeating: "x", count: 5000),
        ])
    func texts(_ text: String) throws {
        let writer = YAMLWriter()
        writer.sequence { writer in
            writer.string(text)
            writer.literal(text)
            writer.mapping { writer in
                writer.key("k")
                writer.literal(text)
                writer.key("l")
                writer.string(text)
            }
        }
        let bytes = try writer.finish()
        let elements = try #require(try YAMLReader.read(bytes)).sequence()
        for element in elements.prefix(2) {
            let back = try element.string()
            #expect(Array(back.utf8) == Array(text.utf8))
        }
        var mapping = try YAMLMapping(elements[2], of: "it")
        #expect(try mapping.required("k").string() == text)
        #expect(try mapping.required("l").string() == text)
    }

    @Test("Random texts survive")
    func randomTexts() throws {
        var generator = SeededNumbers(seed: 1)
        let scalars = (0..<0x300).compactMap(UnicodeScalar.init) + (0x2000..<0x2100).compactMap(UnicodeScalar.init)
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                guard let scalar = scalars.randomElement(using: &generator) else { continue }
                text.unicodeScalars.append(scalar)
            }
            let writer = YAMLWriter()
            writer.sequence { writer in
                writer.literal(text)
                writer.string(text)
            }
            let elements = try #require(try YAMLReader.read(try writer.finish())).sequence()
            for element in elements { #expect(Array(try element.string().utf8) == Array(text.utf8)) }
        }
    }

    @Test("A value that cannot stand where it is put is an error, and not a file")
    func misuse() {
        #expect(throws: YAMLError.self) {
            let writer = YAMLWriter()
            writer.string("one")
            writer.string("two")
            return try writer.finish()
        }
    }
}

@Suite struct TypedReading {
    private func mapping(_ text: String) throws -> YAMLMapping {
        try YAMLMapping(try #require(try read(text)), of: "a guest")
    }

    @Test("Keys are found in any order")
    func order() throws {
        var guest = try mapping("c: 3\na: 1\nb: true\n")
        #expect(try guest.required("a").integer(Int.self) == 1)
        #expect(try guest.required("b").boolean())
        #expect(guest.optional("d") == nil)
        #expect(try guest.required("c").integer(UInt8.self) == 3)
        try guest.refuseOthers()
    }

    @Test("A missing key and an unknown key are named, with the key that was meant")
    func keys() throws {
        var guest = try mapping("nane: web\n")
        let missing = #expect(throws: YAMLError.self) { try guest.required("name") }
        #expect(missing?.description == "1:1: a guest has no name")
        let unknown = #expect(throws: YAMLError.self) {
            try guest.refuseOthers { _, known in known.first }
        }
        #expect(unknown?.description == "1:1: a guest has no key nane; is name meant?")
    }

    @Test(
        "A number is decimal, unquoted and in range",
        arguments: [
            "\"1\"", "01", "0x1", "1.0", "+1", "1_000", "~", "256", "-1", "[1]",
            "99999999999999999999999999999999999999999",
        ])
    func numbers(_ text: String) throws {
        let node = try #require(try read(text))
        #expect(throws: YAMLError.self) { try node.integer(UInt8.self) }
    }

    @Test("Every number of a type's range is read as it is written")
    func everyNumber() throws {
        func expectSame<Number: FixedWidthInteger>(_ number: Number) throws {
            let node = try #require(try read("\(number)"))
            #expect(try node.integer(Number.self) == number)
        }
        var numbers = SeededNumbers(seed: 1)
        for bits in 1...64 {
            let number = UInt64.random(in: 0...(.max >> UInt64(64 - bits)), using: &numbers)
            try expectSame(number)
            try expectSame(Int64(truncatingIfNeeded: number))
            try expectSame(-Int64(number >> 1))
        }
        for number in [Int64.min, -1, 0, .max] { try expectSame(number) }
        try expectSame(UInt64.max)
        try expectSame(Int8.min)
    }

    @Test("true and false are the only booleans", arguments: ["yes", "True", "\"true\"", "1", "on"])
    func booleans(_ text: String) throws {
        let node = try #require(try read(text))
        #expect(throws: YAMLError.self) { try node.boolean() }
    }

    @Test("Nothing is no string, unless it is quoted")
    func null() throws {
        #expect(throws: YAMLError.self) { try #require(try read("null")).string() }
        #expect(try #require(try read("\"null\"")).string() == "null")
        #expect(try #require(try read("12")).string() == "12")
    }
}
