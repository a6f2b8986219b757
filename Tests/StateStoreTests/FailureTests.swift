import Foundation
import Planning
import StateStore
import Testing

@Suite("Whatever fails, the file holds the old state or the new one") struct FailureTests {
    @Test("The new state reaches the disk before it takes the old one's place, and its name after")
    func order() throws {
        let directory = try TemporaryDirectory()
        let files = FailingFiles()
        try StateStore(path: directory.state, files: files).save(state(seed: 1, guests: 1))
        let new = directory.state + ".new"
        #expect(
            files.steps == [
                .version, .remove(new), .create(new), .write, .synchronize, .close, .rename(new, directory.state),
                .version, .synchronizeDirectory,
            ])
    }

    @Test("A failure at any step leaves one of the two, and the next save succeeds", arguments: [ENOSPC, EIO, EACCES])
    func everyStep(_ errno: Int32) throws {
        var steps = 0
        while true {
            let directory = try TemporaryDirectory()
            let files = FailingFiles()
            let store = StateStore(path: directory.state, files: files)
            let (old, new) = (state(seed: 1, guests: 2), state(seed: 2, guests: 3, serial: 2))
            try store.save(old)
            files.fail(at: steps, errno: errno)
            let error: StateError?
            do throws(StateError) {
                try store.save(new)
                error = nil
            } catch let failure {
                error = failure
            }
            if !files.hasFailed { break }
            let found = try StateStore(path: directory.state).load()
            #expect(found == old || found == new, "step \(steps)")
            #expect(error != nil, "step \(steps)")
            // All that comes before the rename leaves the old one, and nothing beside it.
            if let error, case .diskFull = error, found == old {
                #expect(error.description.hasSuffix("the disk is full; the old state is intact"))
            }
            #expect(try directory.names() == ["state.yaml"], "step \(steps)")
            _ = try store.load()
            try store.save(new)
            #expect(try StateStore(path: directory.state).load() == new)
            steps += 1
        }
        #expect(steps == 9)
    }

    @Test("Errors speak of what is to be done")
    func messages() throws {
        let directory = try TemporaryDirectory()
        let cases: [(Int32, String)] = [
            (ENOSPC, "the disk is full; the old state is intact"),
            (EDQUOT, "the disk is full; the old state is intact"),
            (EACCES, "cannot write: Permission denied"), (EROFS, "cannot write: Read-only file system"),
            (EIO, "cannot write: Input/output error"),
        ]
        for (errno, message) in cases {
            let files = FailingFiles()
            files.fail(at: 3, errno: errno)
            let store = StateStore(path: directory.state, files: files)
            let error = #expect(throws: StateError.self) { try store.save(state(seed: 1, guests: 1)) }
            #expect(error?.description == "\(directory.state): \(message)")
        }
    }
}
