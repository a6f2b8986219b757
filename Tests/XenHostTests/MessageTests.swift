import CXen
import CXenShim
import Foundation
import GuestModel
import Host
import Testing

@testable import XenHost

/// What libxl says reaches whoever reads the error.
@Suite struct MessageTests {
    @Test func aMessageIsTakenApart() {
        let message = LibxlMessage("7 2 libxl_dom.c:12:libxl__domain: Domain 3:cannot open\nfile")
        #expect(message?.level == .warning)
        #expect(message?.errno == 2)
        #expect(message?.place == "libxl_dom.c:12:libxl__domain")
        #expect(message?.domid == 3)
        #expect(message?.text == "cannot open file")
    }

    @Test(arguments: ["", "8", "8 -1", "x -1 text", "99 -1 text"]) func whatIsNoMessageIsNone(_ line: String) {
        #expect(LibxlMessage(line) == nil)
    }

    @Test func theFirstErrorIsTheCause() throws {
        let said = ["5 -1 starting", "7 -1 hm", "8 2 no kernel", "8 -1 giving up"].compactMap { LibxlMessage($0) }
        #expect(LibxlWorker.explanation(said) == "libxl says: no kernel: No such file or directory")
    }

    @Test func aFloodIsCutShortRatherThanWaitedFor() throws {
        let pipe = try LogPipe()
        let logger = try #require(xenward_logger_to(pipe.writeEnd, XTL_ERROR))
        defer { xtl_logger_destroy(logger) }
        let start = ContinuousClock.now
        for number in 0..<20_000 {
            withVaList([number]) { xtl_logv(logger, XTL_ERROR, -1, "libxl", "number %ld of a great many", $0) }
        }
        #expect(.now - start < .seconds(20))
        let heard = pipe.drain()
        #expect(heard.first?.text == "number 0 of a great many")
        #expect(heard.count > 1000 && heard.count < 20_000)
        #expect(pipe.drain().isEmpty)
    }

    @Test func aMessageTooLongIsCutAndHurtsNoOther() throws {
        let pipe = try LogPipe()
        let logger = try #require(xenward_logger_to(pipe.writeEnd, XTL_ERROR))
        defer { xtl_logger_destroy(logger) }
        let long = String(repeating: "x", count: 10_000)
        for text in [long, "short"] {
            text.withCString { text in
                withVaList([text]) { xtl_logv(logger, XTL_ERROR, -1, "libxl", "%s", $0) }
            }
        }
        let heard = pipe.drain().map(\.text)
        #expect(heard.count == 2)
        #expect(heard.first?.count ?? 0 > 4000)
        #expect(heard.last == "short")
    }

    @Test func whatNobodyListensToIsNotWritten() throws {
        let pipe = try LogPipe()
        let logger = try #require(xenward_logger_to(pipe.writeEnd, XTL_ERROR))
        defer { xtl_logger_destroy(logger) }
        withVaList([]) { xtl_logv(logger, XTL_WARN, -1, "libxl", "a warning", $0) }
        #expect(pipe.drain().isEmpty)
    }
}

extension XenHostTests {
    /// An error says what libxl said.
    @Suite struct Errors {
        @Test func libxlsOwnWordsAreInTheError() async throws {
            let pretended = try PretendedHost()
            let web = try pretended.add(.small(), domid: 3)
            let host = try pretended.open()
            let error = await failure { () throws(HostError) in try await host.setMemoryTarget(web, to: 1 << 20) }
            #expect(error?.operation == "libxl_set_memory_target")
            #expect(error?.domain == "web")
            #expect(error?.detail.hasPrefix("libxl says: ") == true)
            #expect(error?.description.hasSuffix("(libxl_set_memory_target: ERROR_INVAL)") == true)
        }
    }
}
