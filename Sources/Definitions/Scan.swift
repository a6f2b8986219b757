import Crypto
import FormatSupport
import Glibc
import GuestModel
import XLConfig

extension DefinitionSet {
    /// Reads every definition below a directory.
    ///
    /// `.xml`, `.cfg` and `.xl` are definitions by their names; other files are looked into. One bad file never stops
    /// the others.
    ///
    /// - Parameters:
    ///   - directory: where the definitions are; sub-directories are read too.
    ///   - defaults: what xl.conf(5) adds to each xl.cfg.
    ///   - known: definitions that need not be read again.
    /// - Throws: ``DefinitionsError`` when the directory is missing or cannot be listed.
    public static func scan(
        _ directory: String, defaults: HostDefaults = HostDefaults(),
        known: KnownDefinitions = KnownDefinitions(version: "")
    ) async throws(DefinitionsError) -> DefinitionSet {
        let root = directory.count > 1 && directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        let walk = try DirectoryWalk(root)
        var set = DefinitionSet(rejected: walk.rejected, skipped: walk.skipped, diagnostics: walk.diagnostics)
        let context = ReadingContext(defaults, known)
        for outcome in await readAll(walk.files, below: root, context) {
            set.diagnostics += outcome.diagnostics
            switch outcome.result {
            case .definition(let definition): set.definitions.append(definition)
            case .rejected(let name): set.rejected.append(RejectedDefinition(file: outcome.file, name: name))
            case .skipped(let reason): set.skipped.append(SkippedFile(file: outcome.file, reason: reason))
            }
        }
        set.distrustSkipped(below: root, known)
        set.setConflictsAside(below: root, known)
        return set
    }

    /// A file that defined a guest and defines none now was damaged, not removed: its guest is unknown.
    private mutating func distrustSkipped(below root: String, _ known: KnownDefinitions) {
        for file in skipped {
            guard let guest = known.sources[file.file],
                !definitions.contains(where: { $0.name == guest.name || $0.uuid == guest.uuid })
            else { continue }
            rejected.append(RejectedDefinition(file: file.file, name: guest.name))
            diagnostics.append(
                Diagnostic(
                    .error, .file, at: SourceLocation(file: "\(root)/\(file.file)"),
                    "it defined \(guest.name), and defines nothing now: \(file.reason)"))
        }
    }

    /// Reads files in as many runs of neighbours as there are cores: a task a file costs more than it gives.
    private static func readAll(
        _ files: [FoundFile], below root: String, _ context: ReadingContext
    ) async -> [Outcome] {
        let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let share = max(16, (files.count + cores - 1) / cores)
        return await withTaskGroup(of: (Int, [Outcome]).self) { group in
            for start in stride(from: 0, to: files.count, by: share) {
                let run = files[start..<min(start + share, files.count)]
                group.addTask { (start, run.map { Outcome(reading: $0, below: root, context) }) }
            }
            var runs: [(Int, [Outcome])] = []
            for await run in group { runs.append(run) }
            return runs.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}

/// What every file is read with.
private struct ReadingContext: Sendable {
    let defaults: HostDefaults
    let known: KnownDefinitions
    /// Whatever besides a file's bytes decides what the file means. All that ``HostDefaults`` has is in it, lest a file
    /// pass for unchanged whose meaning a change of xl.conf has changed.
    let circumstances: String

    init(_ defaults: HostDefaults, _ known: KnownDefinitions) {
        self.defaults = defaults
        self.known = known
        circumstances = "\(known.version) \(String(reflecting: defaults))\n"
    }
}

/// What became of one file.
private struct Outcome: Sendable {
    enum Result: Sendable {
        case definition(Definition)
        case rejected(name: String?)
        case skipped(reason: String)
    }

    var file: String
    var result: Result
    var diagnostics: [Diagnostic] = []

    init(reading found: FoundFile, below root: String, _ context: ReadingContext) {
        file = found.path
        let path = "\(root)/\(found.path)"
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Self.contents(of: path)
        } catch {
            result = .rejected(name: nil)
            diagnostics = [Diagnostic(.error, .file, at: SourceLocation(file: path), "cannot be read: \(error)")]
            return
        }
        let digest = Self.digest(bytes, context.circumstances)
        if let guest = context.known.guests[digest] {
            result = .definition(Definition(file: found.path, digest: digest, content: .unchanged(guest)))
            return
        }
        switch Recognition.kind(name: found.name, bytes: bytes) {
        case .other(let reason): result = .skipped(reason: reason)
        case .unreadable(let reason):
            result = .rejected(name: nil)
            diagnostics = [Diagnostic(.error, .unread, at: SourceLocation(file: path), reason)]
        case .definition(let format):
            let read = format.reader(context.defaults).read(bytes, file: path)
            diagnostics = read.diagnostics
            if let document = read.document {
                result = .definition(
                    Definition(
                        file: found.path, digest: digest,
                        mustBeRead: read.diagnostics.contains { $0.severity >= .warning }
                            || !document.extras.shareableDisks.isEmpty || !document.annotations.isEmpty,
                        content: .read(document)))
            } else {
                result = .rejected(name: read.name)
            }
        }
    }

    /// At most one byte more than a definition may have: enough for the reader to refuse it.
    private static func contents(of path: String) throws(SystemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError() }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw SystemError() }
        // Root could read it all the same, but whoever took away every permission did not want it read.
        guard information.st_mode & 0o444 != 0 else { throw SystemError(EACCES) }
        let capacity = min(max(Int(information.st_size), 0), SourceText.sizeLimit) + 1
        var failure: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            while count < capacity, let base = buffer.baseAddress {
                let taken = read(descriptor, base + count, capacity - count)
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { failure = SystemError() }
                if taken <= 0 { break }
                count += taken
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// SHA-256 of the circumstances and the bytes, in hexadecimal.
    private static func digest(_ bytes: [UInt8], _ circumstances: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        var hash = SHA256()
        circumstances.utf8.withContiguousStorageIfAvailable { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        for byte in hash.finalize() {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xf)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
