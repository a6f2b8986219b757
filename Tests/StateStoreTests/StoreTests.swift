import Foundation
import Planning
import StateStore
import Testing

@Suite("A state is written over the one that was read, and over nothing else") struct StoreTests {
    @Test("Where there is no file there is no state yet, and the first one can be saved")
    func first() throws {
        let directory = try TemporaryDirectory()
        let store = StateStore(path: directory.state)
        #expect(try store.load() == nil)
        try store.save(state(seed: 1, guests: 1))
        #expect(try directory.names() == ["state.yaml"])
        #expect(try directory.mode("state.yaml") == 0o600)
    }

    @Test("A file that was never read is not overwritten")
    func neverRead() throws {
        let directory = try TemporaryDirectory()
        try StateStore(path: directory.state).save(state(seed: 1, guests: 1))
        let before = try directory.content()
        #expect(throws: StateError.notLoaded(path: directory.state)) {
            try StateStore(path: directory.state).save(state(seed: 2, guests: 2))
        }
        #expect(try directory.content() == before)
    }

    @Test("A file that somebody changed, removed or put there since is not overwritten")
    func changed() throws {
        let directory = try TemporaryDirectory()
        let mine = StateStore(path: directory.state)
        try mine.save(state(seed: 1, guests: 1))
        let other = StateStore(path: directory.state)
        _ = try other.load()
        try other.save(state(seed: 2, guests: 1, serial: 2))
        #expect(throws: StateError.notLoaded(path: directory.state)) {
            try mine.save(state(seed: 3, guests: 1, serial: 2))
        }
        try FileManager.default.removeItem(atPath: directory.state)
        #expect(throws: StateError.notLoaded(path: directory.state)) {
            try other.save(state(seed: 3, guests: 1, serial: 3))
        }
        _ = try mine.load()
        try mine.save(state(seed: 3, guests: 1, serial: 3))
    }

    @Test("Copies of a store know what any of them has read")
    func copies() throws {
        let directory = try TemporaryDirectory()
        let store = StateStore(path: directory.state)
        let copy = store
        try store.save(state(seed: 1, guests: 1))
        try copy.save(state(seed: 1, guests: 1, serial: 2))
        try store.save(state(seed: 1, guests: 1, serial: 3))
    }

    @Test("A state of another lineage, or an older one, does not follow")
    func successor() throws {
        let directory = try TemporaryDirectory()
        let store = StateStore(path: directory.state)
        try store.save(state(seed: 1, guests: 1, serial: 5))
        #expect(throws: StateError.self) { try store.save(state(seed: 1, guests: 1, serial: 4)) }
        var foreign = state(seed: 1, guests: 1, serial: 6)
        foreign.lineage = "other"
        let error = #expect(throws: StateError.self) { try store.save(foreign) }
        #expect(error?.description.contains("it is of lineage lineage, the new state of other") == true)
    }

    @Test("A missing directory is named, with the command that makes it")
    func noDirectory() throws {
        let directory = try TemporaryDirectory()
        let missing = directory.path + "/var/lib"
        let store = StateStore(path: missing + "/state.yaml")
        let message = "\(missing): there is no such directory; make it with: mkdir -p -m 0700 \(missing)"
        #expect(#expect(throws: StateError.self) { try store.load() }?.description == message)
        #expect(#expect(throws: StateError.self) { try store.save(state(seed: 1, guests: 1)) }?.description == message)
        #expect(#expect(throws: StateError.self) { _ = try store.lock(purpose: "apply") }?.description == message)
    }

    @Test("A file that others may write is refused; one that others may read is read, and closed to them when saved")
    func modes() throws {
        let directory = try TemporaryDirectory()
        try StateStore(path: directory.state).save(state(seed: 1, guests: 1))
        let text = try directory.content()
        for mode in [0o620, 0o602, 0o666] {
            try directory.write(text, mode: mode)
            let error = #expect(throws: StateError.self) { try StateStore(path: directory.state).load() }
            #expect(error?.description.contains("chmod 0600") == true)
        }
        try directory.write(text, mode: 0o644)
        let store = StateStore(path: directory.state)
        let loaded = try #require(try store.load())
        try store.save(loaded)
        #expect(try directory.mode("state.yaml") == 0o600)
    }

    @Test("A link or a directory in the file's place is refused")
    func notAFile() throws {
        let directory = try TemporaryDirectory()
        try "x".write(toFile: directory.path + "/elsewhere", atomically: false, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            atPath: directory.state, withDestinationPath: directory.path + "/elsewhere")
        #expect(throws: StateError.notAFile(path: directory.state)) { try StateStore(path: directory.state).load() }
        #expect(throws: StateError.notAFile(path: directory.path)) { try StateStore(path: directory.path).load() }
    }

    @Test("What a killed run has left of a new version is in nobody's way")
    func leftover() throws {
        let directory = try TemporaryDirectory()
        try "half a sta".write(toFile: directory.state + ".new", atomically: false, encoding: .utf8)
        try StateStore(path: directory.state).save(state(seed: 1, guests: 1))
        #expect(try directory.names() == ["state.yaml"])
    }
}

@Suite("One at a time") struct LockTests {
    @Test("Whoever comes second is told who was first, and what for")
    func second() throws {
        let directory = try TemporaryDirectory()
        let store = StateStore(path: directory.state)
        let lock = try store.lock(purpose: "apply")
        let error = #expect(throws: StateError.self) {
            _ = try StateStore(path: directory.state).lock(purpose: "plan")
        }
        guard case .locked(_, let holder?) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(holder.pid == getpid() && holder.purpose == "apply" && !holder.host.isEmpty)
        #expect(error?.description.contains("the state is locked: apply (process \(getpid()) on ") == true)
        #expect(try directory.mode("state.yaml.lock") == 0o600)
        _ = consume lock
        _ = try store.lock(purpose: "plan")
    }

    @Test("Another process's lock is respected, even when its file does not say who it is")
    func otherProcess() throws {
        let directory = try TemporaryDirectory()
        let store = StateStore(path: directory.state)
        _ = try store.lock(purpose: "once")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["flock", directory.state + ".lock", "sh", "-c", "echo held; exec cat"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = try output.fileHandleForReading.read(upToCount: 5)
        #expect(throws: StateError.locked(path: directory.state + ".lock", holder: nil)) {
            _ = try store.lock(purpose: "apply")
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        _ = try store.lock(purpose: "apply")
    }

    @Test("A child that runs no other program, and outlives the process that had the lock, does not hold it")
    func lockBesideChild() throws {
        let directory = try TemporaryDirectory()
        let lock = try StateStore(path: directory.state).lock(purpose: "apply")
        // Swift does not offer it, since its child must not run Swift: this one waits for its end.
        let symbol = try #require(dlsym(nil, "fork"))
        let fork = unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)
        let child = fork()
        if child == 0 { while true { pause() } }
        defer {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        #expect(child > 0)
        // What the kernel does with a process that is killed: its descriptors are closed, and nothing is unlocked.
        _ = consume lock
        _ = try StateStore(path: directory.state).lock(purpose: "apply")
    }

    @Test("A lock file that a dead process has left behind holds nobody up")
    func stale() throws {
        let directory = try TemporaryDirectory()
        try "pid: 1\npurpose: apply\nhost: h\nsince: \"1970-01-01T00:00:00Z\"\n"
            .write(toFile: directory.state + ".lock", atomically: false, encoding: .utf8)
        _ = try StateStore(path: directory.state).lock(purpose: "apply")
        #expect(try String(contentsOfFile: directory.state + ".lock", encoding: .utf8).isEmpty)
    }
}
