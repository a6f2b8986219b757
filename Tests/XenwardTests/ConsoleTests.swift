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
}
