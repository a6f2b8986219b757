import Glibc
import Testing

@testable import xenward

@Suite("What is written to nobody is lost, and nothing else is")
struct ConsoleTests {
    @Test("a reader that goes away ends no program; what is written to it fails")
    func reader() throws {
        Interruption.outliveReaders()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        #expect(!Console.write("note: finishing web\n", to: ends[1]))
    }

    @Test("a terminal is shown what a name holds, and not told it; colours, letters and lines stay")
    func controls() {
        #expect(Console.harmless("e\u{1b}]0;x\u{7}vil.cfg\r") == #"e\x1b]0;x\x7vil.cfg\xd"#)
        for text in ["\u{1b}[1;31merror:\u{1b}[0m größer\n\tx\n", "é ü 漢", "\u{1b}[2mfaint\u{1b}[0m"] {
            #expect(Console.harmless(text) == text)
        }
        #expect(Console.harmless("\u{1b}[2J\u{9b}H") == #"\x1b[2J\x9bH"#)
    }
}
