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
    /// As ``GuestRecord/directory``.
    public var directory: String?
    /// The definition's file and its digest.
    public var source: String
    /// Nil where the file has to be read again, as in ``GuestRecord/digest``.
    public var digest: String?
    /// As ``GuestRecord/asBuilt``: what the domain was made from, with what has changed live since then.
    public var given: CanonicalConfiguration
    /// As ``GuestRecord/sharedDisks``.
    public var sharedDisks: Set<String>

    public init(record: GuestRecord, lineage: String, bootID: String) {
        self.lineage = lineage
        self.bootID = bootID
        generation = record.generation
        directory = record.directory
        source = record.source
        digest = record.digest
        sharedDisks = record.sharedDisks
        // Of a domain that is being made, the former one is none of its business.
        given = record.isBeingReplaced ? record.given : record.asBuilt
    }

    /// As one line of JSON.
    public var text: String {
        let head = JSONWriter.write(
            .record([
                .init("version", .integer(1)), .init("lineage", .string(lineage)),
                .init("generation", .integer(Int128(generation))), .init("boot_id", .string(bootID)),
                .init("directory", .string(directory ?? "")), .init("source", .string(source)),
                .init("digest", .string(digest ?? "")),
                .init("shared_disks", .list(sharedDisks.sorted().map { .string($0) })),
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
        directory = value["directory"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        sharedDisks =
            if case .list(let vdevs)? = value["shared_disks"] { Set(vdevs.compactMap(\.string)) } else { [] }
        self.source = source
        self.digest = digest.isEmpty ? nil : digest
        self.given = CanonicalConfiguration(configuration)
    }
}
