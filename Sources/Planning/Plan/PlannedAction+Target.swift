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

    /// What a definition makes of a guest that is remembered; of one that was not read, what was carried out last.
    init(_ definition: Definition, completedFor record: GuestRecord, _ given: GuestConfiguration, _ policy: GuestPolicy)
    {
        let wanted = definition.document?.configuration ?? given
        self.init(definition, wanted.completed(from: given, uuid: record.uuid), policy)
    }
}
