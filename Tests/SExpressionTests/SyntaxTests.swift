import FormatSupport
import ReadResults
import Testing
import XLConfig

@testable import SExpression

@Suite("The grammar of s-expressions")
struct SyntaxTests {
    private func parse(_ text: String) throws(SyntaxError) -> SExpression {
        try SExpressionParser.parse(Array(text.utf8))
    }

    @Test(
        "words, words in quotes, lists and comments are understood",
        arguments: [
            ("a", "a"), ("(a b)", "(a b)"), ("(a (b 'c d') ())", "(a (b 'c d') ())"), ("( a\n\tb )\r\n", "(a b)"),
            ("('')", "('')"), ("(a\\\n(b)\\\n)", "(a (b))"), ("(\"a'b\")", #"('a\'b')"#),
            (#"('a\'b\\c\n\x41\102')"#, #"('a\'b\\c\nAB')"#),
            ("# first\n(a # second\n b)", "(a b)"), ("(a#b)", "('a#b')"), ("\u{feff}(a)", "(a)"), ("(ü)", "('ü')"),
            ("('a\nb')", #"('a\nb')"#), ("(phy:/dev/a 00:16:3e:00:00:01)", "(phy:/dev/a 00:16:3e:00:00:01)"),
        ])
    func accepted(_ source: String, _ expected: String) throws {
        let expression = try parse(source)
        #expect(expression.onOneLine == expected)
        #expect(try parse(expression.onOneLine).onOneLine == expected)
    }

    @Test(
        "what is wrong is said where it stands",
        arguments: [
            ("", "1:1: expected (domain …) or (vm …), found nothing"), ("\n  )", "2:3: a ) that nothing has opened"),
            ("(a\n (b", "2:2: the list that begins here is not closed"),
            ("(a 'b", "1:4: the text that begins here is not closed"),
            ("(a)\n(b)", "2:1: expected the end of the file: one file describes one guest"),
            (#"('\0')"#, "1:2: the text holds an escape that stands for no character"),
        ])
    func refused(_ source: String, _ expected: String) {
        let error = #expect(throws: SyntaxError.self) { try parse(source) }
        #expect(error.map { "\($0.position.line):\($0.position.column): \($0.message)" } == expected)
    }

    @Test("lists nested without end are refused, not followed")
    func depth() {
        let error = #expect(throws: SyntaxError.self) { try parse(String(repeating: "(", count: 500_000)) }
        #expect(error?.message == "lists nested deeper than 64")
        #expect(read(String(repeating: "(", count: SourceText.sizeLimit + 1)).errors.first?.reason == .limit)
    }
}
