import Foundation
import Testing
import XLConfig

/// Files that others have written, where somebody has put a collection of them: `XENWARD_CORPUS` names its folder, else
/// `shared/corpus` beside the package. In it, `xlconfigdata` holds xl.cfg files.
enum Corpus {
    static let files: [String] = {
        let beside = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/corpus").path
        let folder = (ProcessInfo.processInfo.environment["XENWARD_CORPUS"] ?? beside) + "/xlconfigdata"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".cfg") }.sorted().map { folder + "/" + $0 }
    }()
}

@Suite(
    "A collection of files",
    .enabled(if: !Corpus.files.isEmpty && XLOracle.shared != nil, "needs XENWARD_CORPUS and what xl's own answers need")
)
struct CorpusTests {
    @Test("each means to us what it means to xl", arguments: Corpus.files)
    func agreement(file: String) throws {
        try expectAgreement(on: String(contentsOfFile: file, encoding: .utf8), cpus: 64, nodes: 8)
    }
}
