import GuestModel
import LibxlJSON
import Observing

extension Occupation {
    /// Adds the disks of guests whose memory is saved: whoever wrote them meanwhile would spoil them for what goes on from there.
    ///
    /// - Parameters:
    ///   - records: of guests whose memory counts.
    ///   - domains: that are there by then. Who runs has used its memory up.
    ///   - spoilt: what is written already by those that want it again.
    ///   - orphans: who has no definition, and so cannot be started.
    mutating func addDisks(
        ofSaved records: some Sequence<GuestRecord>, besides domains: some Sequence<ObservedDomain>,
        but spoilt: Set<Possession> = [], orphans: Set<GuestUUID> = []
    ) {
        let saved = records.filter(\.isSaved)
        guard !saved.isEmpty else { return }
        let running = Set(domains.filter { $0.state.mayRunOn }.map(\.uuid))
        for record in saved where !running.contains(record.uuid) {
            guard let guest = try? record.asBuilt.decoded() else { continue }
            let wayOut =
                orphans.contains(record.uuid)
                ? "\"xenward forget \(record.name)\" gives it up"
                : "\"xenward start \(record.name)\" goes on from it, with --afresh gives it up, and so does \"xenward forget \(record.name)\""
            for case (let disk, _) in guest.possessions() where disk.isDisk && !spoilt.contains(disk) {
                add(disk, "\(record.name), whose memory is saved (\(wayOut))", record.uuid)
            }
        }
    }
}

extension Possession {
    var isDisk: Bool { if case .disk = self { true } else { false } }
}

extension ObservedDomain {
    /// What it has of which there is one; nothing where that cannot be had.
    func possessions(remembering records: [GuestRecord]) -> Set<Possession> {
        Set(configuration(remembering: records)?.possessions().map(\.possession) ?? [])
    }
}

extension Sequence<ObservedDomain> {
    /// What any of them has.
    func possessions(remembering records: [GuestRecord]) -> Set<Possession> {
        reduce(into: []) { $0.formUnion($1.possessions(remembering: records)) }
    }
}
