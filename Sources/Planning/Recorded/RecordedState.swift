import GuestModel

/// What xenward remembers of a host's guests between two runs.
public struct RecordedState: Sendable, Hashable {
    /// Random, made once with the state: tells this state's successors from other states.
    public var lineage: String
    /// Counts the times it was written.
    public var serial: UInt64
    /// The definitions directory that the guests come from, by its real path; nil before the first run.
    public var directory: String?
    /// In the order of their names.
    public var guests: [GuestRecord]

    public init(lineage: String, serial: UInt64 = 0, directory: String? = nil, guests: [GuestRecord] = []) {
        self.lineage = lineage
        self.serial = serial
        self.directory = directory
        self.guests = guests
    }

    /// Puts a record in the place of the one with its uuid, or adds it; keeps the order.
    public mutating func record(_ guest: GuestRecord) {
        if let index = guests.firstIndex(where: { $0.uuid == guest.uuid }) {
            if guests[index].name == guest.name {
                guests[index] = guest
                return
            }
            guests.remove(at: index)
        }
        let place = guests.firstIndex { $0.name > guest.name } ?? guests.endIndex
        guests.insert(guest, at: place)
    }

    /// Drops the record of a guest.
    public mutating func forget(_ uuid: GuestUUID) { guests.removeAll { $0.uuid == uuid } }
}
