import Foundation
import Host
import Testing

@testable import XenHost

@Suite("Files are asked for without keeping anybody waiting")
struct FileAnswerTests {
    private let questions = [
        Requirement.readable(path: "/proc/self/exe", purpose: "kernel"),
        .writable(path: "/proc/self/gone", purpose: "disk"), .readable(path: "/etc", purpose: "ramdisk"),
    ].compactMap(FileQuestion.init)

    private let answers: [RequirementAnswer] = [
        .met, .unmet("disk /proc/self/gone: No such file or directory"), .unmet("ramdisk /etc: it is a directory"),
    ]

    @Test("many may ask for files of one folder at once, and each is answered")
    func atOnce() async {
        await withTaskGroup(of: [RequirementAnswer].self) { group in
            for _ in 0..<64 { group.addTask { [questions] in await FileAnswers.ask(questions) } }
            for await answers in group { #expect(answers == self.answers) }
        }
    }

    @Test("who does not answer in time is told of, and asked again once it has answered")
    func late() async throws {
        let late = await FileAnswers.ask(questions, within: .zero)
        #expect(zip(late, answers).allSatisfy { $0 == $1 || "\($0)".contains("has not answered within 0.0 seconds") })
        for _ in 0..<100 where await FileAnswers.ask(questions) != answers {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(await FileAnswers.ask(questions) == answers)
    }
}
