import FormatSupport
import ReadResults
import Testing
import XLConfig

@testable import XMConfig

@Suite("Python, as far as settings need it")
struct PythonTests {
    private func parse(_ text: String) -> SettingsFile { PythonParser.parse(Array(text.utf8)) }

    private func plain(_ value: Value?) -> String {
        switch value {
        case .text(let text, _): text
        case .list(let elements, _): "[" + elements.map(plain).joined(separator: "|") + "]"
        case nil: "none"
        }
    }

    @Test(
        "a value is what Python would make of it",
        arguments: [
            ("5", "5"), ("-3600", "-3600"), ("0x10", "16"), ("017", "15"), ("0o17", "15"), ("512L", "512"),
            ("True", "1"), ("False", "0"), ("None", "none"), ("'a'", "a"), ("\"a'b\"", "a'b"), ("'a\"b'", "a\"b"),
            ("'''a\nb'''", "a\nb"), (#""""x'",y""""#, "x'\",y"), ("'a' \"b\"", "ab"), ("('a'\n 'b')", "ab"),
            (#"'a\tb\\c\'d'"#, "a\tb\\c'd"), (#"'\x41\102'"#, "AB"), (#"r'a\tb'"#, "a\\tb"), (#"'a\qb'"#, "a\\qb"),
            ("u'é'", "é"), ("'a\\\nb'", "ab"), ("[]", "[]"), ("[ 'a', 'b', ]", "[a|b]"), ("('a', 'b')", "[a|b]"),
            ("('a',)", "[a]"), ("('a')", "a"), ("[ 'a', # first\n  'b' ]", "[a|b]"), ("[[1], [2, 3]]", "[[1]|[2|3]]"),
            ("'a' # b", "a"), ("\\\n 5", "5"), ("'#'", "#"),
        ])
    func values(_ source: String, _ expected: String) {
        let file = parse("k = \(source)\n")
        #expect(file.errors == [])
        #expect(plain(file.settings["k"]?.value) == expected)
    }

    @Test("several settings on a line, carriage returns, a byte order mark and a missing last newline are fine")
    func lines() {
        let file = parse("\u{feff}a = 1; b = 2\r\nc = 3")
        #expect(file.errors == [])
        #expect(file.assignments.map { "\($0.key)=\(plain($0.value))" } == ["a=1", "b=2", "c=3"])
        #expect(file.settings["b"]?.position == Position(line: 1, column: 11))
    }

    @Test("a comment may be of any encoding, a text may not")
    func oldComments() {
        let comment = Array("name = 'a' # caf".utf8) + [0xe9, 0x0a]
        let rest = Array("kernel = '/k'\nbuilder = 'linux'\nmemory = 64\nroot = '# no comment ".utf8)
        let read = XMConfigReader().read(comment + rest + Array("'\n".utf8), file: "guest")
        #expect(read.diagnostics.filter { $0.severity == .error } == [])
        #expect(read.document?.configuration.boot.commandLine == "root=# no comment ")
        let refused = XMConfigReader().read(comment + rest + [0xe9] + Array("'\n".utf8), file: "guest")
        #expect(
            refused.diagnostics.map(\.description) == ["guest:5:22: error: a byte that is not UTF-8 at offset 83"])
    }

    @Test("a list may be added to")
    func additions() {
        #expect(plain(parse("disk = ['a']\ndisk += ['b']\n").settings["disk"]?.value) == "[a|b]")
        #expect(parse("disk += ['b']\n").errors.count == 1)
        #expect(parse("a = 'x'\na += 'y'\n").errors.count == 1)
    }

    @Test("what is set to None is not set, until it is set again")
    func nothing() {
        let file = parse("a = 1; b = 2; a = None; c = None; a = 3; b = None")
        #expect(file.assignments.map { "\($0.key)=\(plain($0.value))" } == ["a=3"])
    }

    @Test(
        "what is more than an assignment is refused where it stands, with what to write in its place",
        arguments: [
            ("import os, re", "1:1", "remove it"), ("from os import uname", "1:1", "remove it"),
            ("def vnc(): return 1", "1:1", "a function is not carried out"),
            ("if a == 1:\n    b = 2\nelse:\n    b = 3", "1:1", "the branch that is taken"),
            ("for i in range(3):\n    print i", "1:1", "write the settings out"),
            ("name = 'web%d' % 3", "1:16", "not filled in with %; write the whole text"),
            ("name = 'web' + '1'", "1:14", "not joined with +; write the whole value"),
            ("disk = [ 'a' + 'b' ]", "1:14", "not joined with +"),
            ("name = hostname", "1:8", "the variable hostname is not looked up; write its value"),
            ("arch = os.uname()[4]", "1:8", "the variable os is not looked up"),
            ("memory = int('5')", "1:10", "the variable int"), ("memory = 2 * 512", "1:12", "write the product"),
            ("a = b = 1", "1:5", "the variable b"), ("a = 1 if x else 2", "1:7", "'if' is not carried out"),
            ("print 'hello'", "1:1", "'print' is not carried out"), ("execfile('x')", "1:1", "put the settings"),
            ("foo('x')", "1:1", "no function is called"), ("a = { 'b': 1 }", "1:5", "a dictionary is no value"),
            ("a = 'b", "1:5", "does not end on its line"), ("a = [ 'b'\n", "2:1", "expected a comma or ]"),
            ("a = 12ab", "1:5", "texts must stand in quotes"), ("= 5", "1:1", "expected a setting"),
            (#"a = '\0'"#, "1:5", "stands for no character"), ("a, b = 1, 2", "1:2", "several values"),
            ("a 5", "1:3", "expected = after a"), ("x = '''a", "1:5", "three more quotes"),
        ])
    func refusals(_ source: String, _ place: String, _ advice: String) throws {
        let error = try #require(parse(source).errors.first)
        #expect("\(error.position.line):\(error.position.column)" == place)
        #expect(error.message.contains(advice), "\(error.message)")
    }

    @Test("each statement is refused once, its indented lines not at all, and the settings around it are read")
    func recovery() {
        let file = parse(
            """
            import os
            name = "web"
            if os.uname()[4] == "x86_64":
                arch = "64"
                libdir = "lib" + arch
            else:
                arch = "32"
            memory = 512
            disk = [ 'a' % b,
                     'c' ]
            vcpus = 2
            """)
        #expect(file.errors.map(\.position.line) == [1, 3, 6, 9])
        #expect(file.assignments.map(\.key) == ["name", "memory", "vcpus"])
    }

    @Test("lists nested without end are refused, not followed")
    func depth() {
        let deep = "a = " + String(repeating: "[", count: 100_000)
        #expect(parse(deep).errors.first?.message == "lists nested deeper than 64")
    }
}
