import FormatSupport
import GuestModel
import LibxlJSON
import Planning

/// What a domain carries as its userdata `xenward`: enough to know it for ours when the state is lost.
public struct OwnershipMark: Sendable, Hashable {
    /// The state that the domain was made under.
    public var lineage: String
    /// The domain was the how-manieth of its guest.
    public var generation: UInt64
    /// The host's boot: userdata files can outlive a crash of the host.
    public var bootID: String
    /// The definition's file and its digest.
    public var source: String
    /// Nil where the file has to be read again, as in ``GuestRecord/digest``.
    public var digest: String?
    /// As ``GuestRecord/asBuilt``: what the domain was made from, with what has changed live since then.
    public var given: CanonicalConfiguration

    public init(record: GuestRecord, lineage: String, bootID: String) {
        self.lineage = lineage
        self.bootID = bootID
        generation = record.generation
        source = record.source
        digest = record.digest
        // Of a domain that is being made, the former one is none of its business.
        given = record.isBeingReplaced ? record.given : record.asBuilt
    }

    /// As one line of JSON.
    public var text: String {
        let head = JSONWriter.write(
            .record([
                .init("version", .integer(1)), .init("lineage", .string(lineage)),
                .init("generation", .integer(Int128(generation))), .init("boot_id", .string(bootID)),
                .init("source", .string(source)), .init("digest", .string(digest ?? "")),
            ]), style: .compact)
        // What was given is JSON already.
        return "\(head.dropLast()),\"given\":\(given.text)}"
    }

    /// Reads what ``text`` writes; nil for anything else.
    public init?(_ text: String) {
        guard let value = try? JSONReader.read(Array(text.utf8)), case .integer(1) = value["version"],
            let lineage = value["lineage"]?.string, case .integer(let generation) = value["generation"],
            let bootID = value["boot_id"]?.string, let source = value["source"]?.string,
            let digest = value["digest"]?.string, let given = value["given"],
            let configuration = try? GuestConfiguration(fieldValue: given)
        else { return nil }
        self.lineage = lineage
        self.generation = UInt64(clamping: generation)
        self.bootID = bootID
        self.source = source
        self.digest = digest.isEmpty ? nil : digest
        self.given = CanonicalConfiguration(configuration)
    }
}
