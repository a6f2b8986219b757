import Definitions
import GuestModel
import Planning

extension KnownDefinitions {
    /// Definitions that the state holds as carried out.
    ///
    /// - Parameter directory: a file of the same name in another one is another file.
    init(_ state: RecordedState, in directory: String?) {
        let records = state.guests
        // A file that has defined several guests is read each time: whether it gives a uuid decides about the others.
        var sources: Set<String> = []
        let ambiguous = Set(records.map(\.source).filter { !sources.insert($0).inserted })
        let byUUID = Dictionary(records.map { ($0.uuid, $0.given) }) { first, _ in first }
        self.init(
            version: Version.text,
            guests: Dictionary(
                records.compactMap { record in
                    guard !ambiguous.contains(record.source) else { return nil }
                    return record.digest.map { ($0, RecordedGuest(name: record.name, uuid: record.uuid)) }
                }
            ) { first, _ in first },
            sources: Dictionary(
                records.filter { [nil, directory].contains($0.directory ?? state.directory) }
                    .map { ($0.source, RecordedGuest(name: $0.name, uuid: $0.uuid)) }
            ) { first, _ in first },
            configuration: { try? byUUID[$0.uuid]?.decoded() })
    }
}
