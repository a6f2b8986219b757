import GuestModel
import Policy

extension PlannedAction.Target {
    init(_ definition: Definition, _ configuration: GuestConfiguration, _ policy: GuestPolicy) {
        self.init(
            source: definition.file, digest: definition.mustBeRead ? nil : definition.digest,
            configuration: configuration, fileDigest: definition.digest,
            shareableDisks: definition.document?.extras.shareableDisks ?? [],
            policy: policy)
    }

    /// What a protected guest becomes when it is built again and its definition is another guest's by now: no other takes its place, nor
    /// does it stay down for that. Nil for all others.
    func stayingItself(_ record: GuestRecord, _ given: GuestConfiguration) -> PlannedAction.Target? {
        let isAnother = given.uuid != configuration.uuid || given.type.kind != configuration.type.kind
        guard isAnother, policy.protects(record) else { return nil }
        return asItWas(given, by: record)
    }

    /// Why it stays itself.
    static func anotherGuest(by file: String) -> String { "\(file) makes another guest of it, and it is protected" }

    /// What a definition makes of a guest that is remembered; of one that was not read, what was carried out last.
    init(_ definition: Definition, completedFor record: GuestRecord, _ given: GuestConfiguration, _ policy: GuestPolicy)
    {
        let wanted = definition.document?.configuration ?? given
        self.init(definition, wanted.completed(from: given, uuid: record.uuid), policy)
    }
}
