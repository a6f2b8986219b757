import FormatSupport
import GuestModel
import Testing

@Suite("JSON is read strictly and written plainly")
struct JSONTests {
    private func read(_ text: String) throws -> FieldValue { try JSONReader.read(Array(text.utf8)) }

    @Test("what is written is read back the same, in either style")
    func roundTrip() throws {
        let value = FieldValue.record([
            .init("text", .string("a\"b\\c\n\u{1}ü€😀/")), .init("numbers", .list([.integer(0), .integer(-7)])),
            .init("most", .integer(Int128(UInt64.max))), .init("none", .list([])), .init("empty", .record([])),
            .init("flag", .boolean(true)),
        ])
        for style in [JSONWriter.Style.compact, .indented] {
            #expect(try read(JSONWriter.write(value, style: style)) == value)
        }
    }

    @Test("escapes are understood, pairs of surrogates too")
    func escapes() throws {
        #expect(try read(#""\u00fc\ud83d\ude00\n\/""#) == .string("ü😀\n/"))
    }

    @Test(
        "what is not JSON is refused where it goes wrong",
        arguments: [
            ("", 0), ("{", 1), ("[1,]", 3), (#"{"a" 1}"#, 5), ("nul", 0), ("null", 0), ("1.5", 1), ("01", 0),
            ("[1] 2", 4),
            (#""\q""#, 2), (#""\ud800""#, 7), ("\"a\nb\"", 2), ("{a:1}", 1), ("-", 1),
        ])
    func refused(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try read(text) }
        #expect(error?.offset == offset, "\(error?.message ?? "")")
    }

    @Test("nesting has a limit")
    func depth() {
        #expect(throws: JSONError.self) { try read(String(repeating: "[", count: 5000)) }
    }

    @Test("the place of a value can be found by its path")
    func places() {
        let text = Array(#"{"a": {"b": [1, 22]}, "c": 3}"#.utf8)
        let path = FieldPath().appending("a").appending("b").appending(1)
        #expect(JSONReader.offset(of: path, in: text) == 16)
        #expect(JSONReader.offset(of: FieldPath().appending("x"), in: text) == nil)
    }
}
