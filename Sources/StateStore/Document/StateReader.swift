import AllCores
import GuestModel
import LibxlJSON
import Observing
import Planning
import YAML

/// Reads the document that ``StateWriter`` writes, strictly.
enum StateReader {
    /// The version of the layout.
    static let version = 1

    /// - Parameter path: What the file is called in errors.
    static func read(_ bytes: [UInt8], path: String) throws(StateError) -> RecordedState {
        let outcome: Outcome
        do throws(YAMLError) {
            outcome = try read(bytes)
        } catch {
            throw .damaged(
                path: path, line: error.position.line, column: error.position.column, message: error.message)
        }
        switch outcome {
        case .state(let state): return state
        case .newer(let version): throw .newer(path: path, version: version, known: Self.version)
        }
    }

    private enum Outcome {
        case state(RecordedState)
        case newer(Int)
    }

    private static func read(_ bytes: [UInt8]) throws(YAMLError) -> Outcome {
        guard let document = try YAMLReader.read(bytes) else {
            throw YAMLError(at: YAMLPosition(line: 1, column: 1), "the state file is empty")
        }
        var top = try YAMLMapping(document, of: "a state")
        let versionNode = try top.required("version")
        let version = try versionNode.integer(Int.self)
        // A newer layout may have anything else in it, so nothing else is looked at.
        if version > Self.version { return .newer(version) }
        guard version == Self.version else {
            throw YAMLError(at: versionNode.position, "there is no version \(version)")
        }
        var state = RecordedState(
            lineage: try top.required("lineage").string(), serial: try top.required("serial").integer(),
            directory: try top.optional("directory")?.string())
        var seen: Set<GuestUUID> = []
        let nodes = try top.required("guests").sequence()
        let directory = state.directory
        state.guests = try nodes.mapOnAllCores { node throws(YAMLError) in try guest(node, directory) }
        for (node, guest) in zip(nodes, state.guests) {
            guard seen.insert(guest.uuid).inserted else {
                throw YAMLError(at: node.position, "two guests have the uuid \(guest.uuid)")
            }
        }
        try top.refuseUnknown()
        // Only a file that was written by hand is out of order.
        if !zip(state.guests, state.guests.dropFirst()).allSatisfy({ $0.name <= $1.name }) {
            state.guests.sort { $0.name < $1.name }
        }
        return .state(state)
    }

    /// - Parameter home: the directory of those guests that name none.
    private static func guest(_ node: YAMLNode, _ home: String?) throws(YAMLError) -> GuestRecord {
        var guest = try YAMLMapping(node, of: "a guest")
        // In the order of the file, in which looking for a key costs nothing.
        let name = try guest.required("name").string()
        let uuid = try guest.required("uuid").value("a uuid") { GuestUUID($0) }
        let source = try guest.required("source").string()
        let directory = try guest.optional("directory")?.string() ?? home
        let digest = try guest.optional("digest")?.string()
        let origin = try guest.required("origin").value("created or adopted") { GuestRecord.Origin(rawValue: $0) }
        let intent = try intent(&guest)
        let isProtected = try guest.required("protected").boolean()
        let suspended = try guest.optional("suspended")?.time()
        let isLeftAlone = try guest.optional("left_alone")?.boolean() ?? false
        let isKeptPaused = try guest.optional("kept_paused")?.boolean() ?? false
        let sharedDisks = try guest.optional("shared_disks")?.sequence().map { node throws(YAMLError) in
            try node.string()
        }
        let crashes = try times(guest.optional("crashes"))
        let reboots = try times(guest.optional("reboots"))
        let refused = try guest.optional("refused")?.string()
        let generation = try guest.required("generation").integer(UInt64.self)
        let changed = try guest.required("changed").time()
        let domain = try domain(guest.optional("domain"))
        let saved = try saved(guest.optional("saved"))
        let shutDown = try shutDown(guest.optional("shut_down"))
        let nonce = try guest.optional("nonce")?.string()
        let fingerprint = try guest.optional("fingerprint")?.string()
        let given = try guest.required("given").configuration()
        let record = GuestRecord(
            name: name, uuid: uuid, source: source, directory: directory, digest: digest, origin: origin,
            given: given, booted: try guest.optional("booted")?.configuration(),
            settled: try guest.optional("settled")?.configuration(), fingerprint: fingerprint, domain: domain,
            saved: saved, shutDown: shutDown, nonce: nonce, intent: intent,
            isProtected: isProtected, suspended: suspended, isLeftAlone: isLeftAlone,
            isKeptPaused: isKeptPaused, sharedDisks: Set(sharedDisks ?? []), crashes: crashes, reboots: reboots,
            refusedDefinition: refused, generation: generation, changed: changed)
        try guest.refuseUnknown()
        return record
    }

    private static func saved(_ node: YAMLNode?) throws(YAMLError) -> GuestRecord.SavedMemory? {
        guard let node else { return nil }
        var saved = try YAMLMapping(node, of: "a saved memory")
        let value = GuestRecord.SavedMemory(
            path: try saved.required("path").string(), completed: try saved.optional("completed")?.time())
        try saved.refuseUnknown()
        return value
    }

    private static func times(_ node: YAMLNode?) throws(YAMLError) -> [Timestamp] {
        try node?.sequence().map { node throws(YAMLError) in try node.time() } ?? []
    }

    private static func domain(_ node: YAMLNode?) throws(YAMLError) -> GuestRecord.Domain? {
        guard let node else { return nil }
        var domain = try YAMLMapping(node, of: "a domain")
        let value = GuestRecord.Domain(
            domid: try domain.required("domid").integer(), bootID: try domain.required("boot_id").string(),
            limits: .init(
                memory: try domain.required("memory").integer(), vcpus: try domain.required("vcpus").integer()))
        try domain.refuseUnknown()
        return value
    }

    private static func shutDown(_ node: YAMLNode?) throws(YAMLError) -> GuestRecord.ShutDown? {
        guard let node else { return nil }
        var shutDown = try YAMLMapping(node, of: "a domain that has shut down")
        let value = GuestRecord.ShutDown(
            domid: try shutDown.required("domid").integer(), reason: try shutDown.required("reason").choice(),
            since: try shutDown.required("since").time())
        try shutDown.refuseUnknown()
        return value
    }

    private static func intent(_ guest: inout YAMLMapping) throws(YAMLError) -> GuestRecord.Intent {
        let node = try guest.required("intent")
        switch try node.string() {
        case "running": return .running
        case "replacing": return .replacing(until: try guest.optional("replacing_until")?.time())
        case "ended":
            var ended = try YAMLMapping(try guest.required("ended"), of: "an end")
            let intent = GuestRecord.Intent.ended(
                try ended.required("reason").choice(), at: try ended.required("at").time(),
                bootID: try ended.required("boot_id").string())
            try ended.refuseUnknown()
            return intent
        case "stopped":
            var stopped = try YAMLMapping(try guest.required("stopped"), of: "a stop")
            let intent = GuestRecord.Intent.stopped(
                at: try stopped.required("at").time(), by: try stopped.required("by").choice(),
                bootID: try stopped.required("boot_id").string())
            try stopped.refuseUnknown()
            return intent
        case let other: throw YAMLError(at: node.position, "\"\(other)\" is none of running, replacing, ended, stopped")
        }
    }
}

extension YAMLMapping {
    fileprivate func refuseUnknown() throws(YAMLError) {
        try refuseOthers { Spelling.nearest(to: $0, among: $1) }
    }
}

extension YAMLNode {
    fileprivate func time() throws(YAMLError) -> Timestamp {
        try value("a time like 2026-11-21T03:24:00Z") { Timestamp($0) }
    }

    /// It is not taken apart here: most are never needed but as a text.
    fileprivate func configuration() throws(YAMLError) -> CanonicalConfiguration {
        try value("libxl's JSON") { text in
            text.utf8.first == UInt8(ascii: "{") && text.utf8.last == UInt8(ascii: "}")
                ? CanonicalConfiguration(text: text) : nil
        }
    }
}
