import GuestModel
import LibxlJSON
import Planning
import YAML

/// Writes states as the documents that ``StateReader`` reads.
///
/// A run saves its state after every step, and a step changes one guest: those that are as they were written last are not
/// put into words again.
struct StateWriter: Sendable {
    private struct Written: Sendable {
        var guest: GuestRecord
        var bytes: [UInt8]
    }

    private var written: [GuestUUID: Written] = [:]
    /// The directory that guests are written in relation to.
    private var directory: String?

    mutating func write(_ state: RecordedState) throws(YAMLError) -> [UInt8] {
        if directory != state.directory { written = [:] }
        directory = state.directory
        var bytes = try Self.header(of: state)
        bytes += (state.guests.isEmpty ? "guests: []\n" : "guests:\n").utf8
        var next: [GuestUUID: Written] = [:]
        next.reserveCapacity(state.guests.count)
        for guest in state.guests {
            let words: Written
            if let known = written[guest.uuid], known.guest == guest {
                words = known
            } else {
                words = Written(guest: guest, bytes: try Self.element(guest, of: state))
            }
            bytes += words.bytes
            next[guest.uuid] = words
        }
        written = next
        return bytes
    }

    /// All that comes before the guests.
    private static func header(of state: RecordedState) throws(YAMLError) -> [UInt8] {
        let writer = YAMLWriter(comment: "What xenward remembers of this host's guests. It may hold passwords.")
        writer.mapping { writer in
            writer.key("version")
            writer.integer(StateReader.version)
            writer.pair("lineage", state.lineage)
            writer.key("serial")
            writer.integer(state.serial)
            if let directory = state.directory { writer.pair("directory", directory) }
        }
        return try writer.finish()
    }

    /// A guest as an element of the sequence of guests, which is not indented.
    private static func element(_ guest: GuestRecord, of state: RecordedState) throws(YAMLError) -> [UInt8] {
        let writer = YAMLWriter()
        writer.sequence { writer in write(guest, of: state, writer) }
        return try writer.finish()
    }

    private static func write(_ key: String, _ times: [Timestamp], _ writer: borrowing YAMLWriter) {
        guard !times.isEmpty else { return }
        writer.key(key)
        writer.sequence { writer in
            for time in times { writer.string(time.description) }
        }
    }

    private static func write(_ guest: GuestRecord, of state: RecordedState, _ writer: borrowing YAMLWriter) {
        writer.mapping { writer in
            writer.pair("name", guest.name)
            writer.pair("uuid", guest.uuid.description)
            writer.pair("source", guest.source)
            // Mostly they all come from one.
            if let directory = guest.directory, directory != state.directory { writer.pair("directory", directory) }
            if let digest = guest.digest { writer.pair("digest", digest) }
            writer.key("origin")
            writer.word(guest.origin.rawValue)
            write(guest.intent, writer)
            writer.key("protected")
            writer.boolean(guest.isProtected)
            if let suspended = guest.suspended { writer.pair("suspended", suspended.description) }
            if guest.isLeftAlone {
                writer.key("left_alone")
                writer.boolean(true)
            }
            if guest.isKeptPaused {
                writer.key("kept_paused")
                writer.boolean(true)
            }
            if !guest.sharedDisks.isEmpty {
                writer.key("shared_disks")
                writer.sequence { writer in for vdev in guest.sharedDisks.sorted() { writer.string(vdev) } }
            }
            write("crashes", guest.crashes, writer)
            write("reboots", guest.reboots, writer)
            if let refused = guest.refusedDefinition { writer.pair("refused", refused) }
            writer.key("generation")
            writer.integer(guest.generation)
            writer.pair("changed", guest.changed.description)
            if let domain = guest.domain {
                writer.key("domain")
                writer.mapping { writer in
                    writer.key("domid")
                    writer.integer(domain.domid)
                    writer.pair("boot_id", domain.bootID)
                    writer.key("memory")
                    writer.integer(domain.limits.memory)
                    writer.key("vcpus")
                    writer.integer(domain.limits.vcpus)
                }
            }
            if let saved = guest.saved {
                writer.key("saved")
                writer.mapping { writer in
                    writer.pair("path", saved.path)
                    if let completed = saved.completed { writer.pair("completed", completed.description) }
                }
            }
            if let shutDown = guest.shutDown {
                writer.key("shut_down")
                writer.mapping { writer in
                    writer.key("domid")
                    writer.integer(shutDown.domid)
                    writer.key("reason")
                    writer.word(shutDown.reason.rawValue)
                    writer.pair("since", shutDown.since.description)
                }
            }
            if let nonce = guest.nonce { writer.pair("nonce", nonce) }
            if let fingerprint = guest.fingerprint { writer.pair("fingerprint", fingerprint) }
            writer.pair("given", guest.given)
            if let booted = guest.booted { writer.pair("booted", booted) }
            if let settled = guest.settled { writer.pair("settled", settled) }
        }
    }

    private static func write(_ intent: GuestRecord.Intent, _ writer: borrowing YAMLWriter) {
        writer.key("intent")
        switch intent {
        case .running: writer.word("running")
        case .replacing(let until):
            writer.word("replacing")
            if let until { writer.pair("replacing_until", until.description) }
        case .stopped(let time, let orderer, let bootID):
            writer.word("stopped")
            writer.key("stopped")
            writer.mapping { writer in
                writer.pair("at", time.description)
                writer.key("by")
                writer.word(orderer.rawValue)
                writer.pair("boot_id", bootID)
            }
        case .ended(let reason, let time, let bootID):
            writer.word("ended")
            writer.key("ended")
            writer.mapping { writer in
                writer.key("reason")
                writer.word(reason.rawValue)
                writer.pair("at", time.description)
                writer.pair("boot_id", bootID)
            }
        }
    }
}

extension YAMLWriter {
    fileprivate borrowing func pair(_ key: String, _ text: String) {
        self.key(key)
        string(text)
    }

    fileprivate borrowing func pair(_ key: String, _ configuration: CanonicalConfiguration) {
        self.key(key)
        literal(configuration.text)
    }
}
