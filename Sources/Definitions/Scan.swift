import AllCores
import FormatSupport
import Glibc
import GuestModel
import XLConfig

extension DefinitionSet {
    /// Reads every definition below a directory.
    ///
    /// - Parameters: as those of ``scan(_:defaults:known:networks:)-(DirectoryWalk,_,_,_)``.
    /// - Throws: ``DefinitionsError`` when the directory is missing or cannot be listed.
    public static func scan(
        _ directory: String, defaults: HostDefaults = HostDefaults(),
        known: KnownDefinitions = KnownDefinitions(version: ""), networks: LibvirtNetworks = LibvirtNetworks()
    ) throws(DefinitionsError) -> DefinitionSet {
        scan(try DirectoryWalk(directory), defaults: defaults, known: known, networks: networks)
    }

    /// Reads every definition that a walk has found.
    ///
    /// `.xml`, `.cfg` and `.xl` are definitions by their names; other files are looked into. One bad file never stops
    /// the others.
    ///
    /// - Parameters:
    ///   - walk: through the directory with the definitions and all folders below it.
    ///   - defaults: what xl.conf(5) adds to each xl.cfg.
    ///   - known: definitions that need not be read again.
    ///   - networks: what libvirt keeps of its networks; by default nothing.
    public static func scan(
        _ walk: DirectoryWalk, defaults: HostDefaults = HostDefaults(),
        known: KnownDefinitions = KnownDefinitions(version: ""), networks: LibvirtNetworks = LibvirtNetworks()
    ) -> DefinitionSet {
        let root = walk.root
        var set = DefinitionSet(
            rejected: walk.rejected, skipped: walk.skipped, emptyFolders: walk.emptyFolders,
            diagnostics: walk.diagnostics)
        let context = ReadingContext(defaults, known, networks)
        for outcome in walk.files.mapOnAllCores(from: 32, { Outcome(reading: $0, below: root, context) }) {
            set.diagnostics += outcome.diagnostics
            set.identities[outcome.file] = outcome.identity
            switch outcome.result {
            case .definition(let definition): set.definitions.append(definition)
            case .rejected(let name): set.rejected.append(RejectedDefinition(file: outcome.file, name: name))
            case .skipped(let reason): set.skipped.append(SkippedFile(file: outcome.file, reason: reason))
            }
        }
        set.distrustSkipped(below: root, known)
        set.distrustReplaced(below: root, known)
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

    /// A folder in the place of a file that defined a guest, or a file in that of its folder, was not put there to have the guest go: as
    /// containers are set up, a folder comes by itself where a file is missing.
    private mutating func distrustReplaced(below root: String, _ known: KnownDefinitions) {
        let there = Set(definitions.map(\.file) + rejected.map(\.file))
        let gone = known.sources.filter { !there.contains($0.key) }
        guard !gone.isEmpty else { return }
        let names = Set(definitions.map(\.name)), uuids = Set(definitions.compactMap(\.uuid))
        for (file, guest) in gone.sorted(by: { $0.key < $1.key })
        where !names.contains(guest.name) && !uuids.contains(guest.uuid) {
            guard let replaced = Self.replacement(of: file, below: root) else { continue }
            rejected.append(RejectedDefinition(file: file, name: guest.name))
            diagnostics.append(
                Diagnostic(
                    .error, .file, at: SourceLocation(file: "\(root)/\(file)"),
                    "it defined \(guest.name), and \(replaced)"))
        }
    }

    /// What has come to the place of a file, or of a folder that it was in; nil where nothing has.
    private static func replacement(of file: String, below root: String) -> String? {
        var path = root
        let names = file.split(separator: "/")
        for (index, name) in names.enumerated() {
            path += "/\(name)"
            var information = stat()
            guard stat(path, &information) == 0 else { return nil }
            let isFolder = information.st_mode & S_IFMT == S_IFDIR
            if index == names.count - 1 { return isFolder ? "is a folder now" : nil }
            if !isFolder { return "\(path) is no folder any more" }
        }
        return nil
    }
}

/// What every file is read with.
private struct ReadingContext: Sendable {
    let defaults: HostDefaults
    let known: KnownDefinitions
    let networks: LibvirtNetworks
    /// Whatever besides a file's bytes decides what the file means. All that ``HostDefaults`` has is in it, lest a file
    /// pass for unchanged whose meaning a change of xl.conf has changed, and so are libvirt's networks.
    let circumstances: String

    init(_ defaults: HostDefaults, _ known: KnownDefinitions, _ networks: LibvirtNetworks) {
        self.defaults = defaults
        self.known = known
        self.networks = networks
        circumstances = "\(known.version) \(String(reflecting: defaults))\n\(networks.digest)"
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
    /// The file that was read; nil for one that could not be.
    var identity: FileIdentity?
    var result: Result
    var diagnostics: [Diagnostic] = []

    init(reading found: FoundFile, below root: String, _ context: ReadingContext) {
        file = found.path
        let path = "\(root)/\(found.path)"
        let bytes: [UInt8]
        do throws(SystemError) {
            let contents = try FileContents(of: path)
            (bytes, identity) = (contents.bytes, contents.identity)
        } catch {
            result = .rejected(name: nil)
            diagnostics = [Diagnostic(.error, .file, at: SourceLocation(file: path), "cannot be read: \(error)")]
            return
        }
        let digest = Digest.text(of: bytes, after: context.circumstances)
        if let guest = context.known.guests[digest] {
            result = .definition(
                Definition(
                    file: found.path, digest: digest, startsWithHost: found.startsWithHost, content: .unchanged(guest)))
            return
        }
        switch Recognition.kind(name: found.name, bytes: bytes) {
        case .other(let reason): result = .skipped(reason: reason)
        case .unreadable(let reason):
            result = .rejected(name: nil)
            diagnostics = [Diagnostic(.error, .unread, at: SourceLocation(file: path), reason)]
        case .definition(let format):
            let read = format.reader(context.defaults, context.networks).read(bytes, file: path)
            diagnostics = read.diagnostics
            if let document = read.document {
                result = .definition(
                    Definition(
                        file: found.path, digest: digest,
                        mustBeRead: read.diagnostics.contains { $0.severity >= .warning }
                            || !document.extras.shareableDisks.isEmpty || !document.annotations.isEmpty,
                        startsWithHost: found.startsWithHost, content: .read(document)))
            } else {
                result = .rejected(name: read.name)
            }
        }
    }
}
