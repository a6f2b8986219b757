import Definitions
import GuestModel
import Planning

extension KnownDefinitions {
    /// Definitions that the state holds as carried out.
    ///
    /// - Parameter directory: a file of the same name in another one is another file.
    init(_ state: RecordedState, in directory: String?) {
        let guests = state.guests
        let byUUID = Dictionary(guests.map { ($0.uuid, $0.given) }) { first, _ in first }
        var byDigest: [String: RecordedGuest] = .init(minimumCapacity: guests.count)
        var bySource: [String: RecordedGuest] = .init(minimumCapacity: guests.count)
        // A file that has defined several guests is read each time: whether it gives a uuid decides about the others.
        var sources: Set<String> = .init(minimumCapacity: guests.count)
        let ambiguous = Set(guests.map(\.source).filter { !sources.insert($0).inserted })
        for guest in guests {
            let known = RecordedGuest(name: guest.name, uuid: guest.uuid)
            if let digest = guest.digest, byDigest[digest] == nil, !ambiguous.contains(guest.source) {
                byDigest[digest] = known
            }
            if bySource[guest.source] == nil, [nil, directory].contains(guest.directory ?? state.directory) {
                bySource[guest.source] = known
            }
        }
        self.init(
            version: Version.text, guests: byDigest, sources: bySource,
            configuration: { try? byUUID[$0.uuid]?.decoded() })
    }
}
