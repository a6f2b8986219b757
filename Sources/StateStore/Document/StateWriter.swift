import LibxlJSON
import Planning
import YAML

/// Writes a state as the document that ``StateReader`` reads.
enum StateWriter {
    static func write(_ state: RecordedState) throws(YAMLError) -> [UInt8] {
        let writer = YAMLWriter(comment: "What xenward remembers of this host's guests. It may hold passwords.")
        writer.mapping { writer in
            writer.key("version")
            writer.integer(StateReader.version)
            writer.pair("lineage", state.lineage)
            writer.key("serial")
            writer.integer(state.serial)
            if let directory = state.directory { writer.pair("directory", directory) }
            writer.key("guests")
            writer.sequence { writer in
                for guest in state.guests { write(guest, of: state, writer) }
            }
        }
        return try writer.finish()
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
            if !guest.crashes.isEmpty {
                writer.key("crashes")
                writer.sequence { writer in
                    for crash in guest.crashes { writer.string(crash.description) }
                }
            }
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
        case .replacing: writer.word("replacing")
        case .stopped(let time):
            writer.word("stopped")
            writer.key("stopped")
            writer.mapping { writer in writer.pair("at", time.description) }
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
