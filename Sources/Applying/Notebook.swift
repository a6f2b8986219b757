import GuestModel
import Planning

/// The recorded state while a plan is carried out: every change of it is saved before anything else happens.
actor Notebook {
    private(set) var state: RecordedState
    private let save: @Sendable (RecordedState) async throws -> Void

    init(_ state: RecordedState, save: @escaping @Sendable (RecordedState) async throws -> Void) {
        self.state = state
        self.save = save
    }

    func record(_ guest: GuestRecord) async throws(RecordingError) {
        // A new identity under an old name takes the old one's place.
        if let old = state.guest(named: guest.name), old.uuid != guest.uuid { state.forget(old.uuid) }
        state.record(guest)
        try await write()
    }

    func forget(_ uuid: GuestUUID) async throws(RecordingError) {
        state.forget(uuid)
        try await write()
    }

    func follow(_ notes: [Plan.Bookkeeping]) async throws(RecordingError) {
        guard !notes.isEmpty else { return }
        for note in notes {
            guard var guest = state.guests.first(where: { $0.uuid == note.uuid }) else { continue }
            guest.source = note.source
            guest.digest = note.digest
            state.record(guest)
        }
        try await write()
    }

    func guest(_ uuid: GuestUUID?) -> GuestRecord? { state.guests.first { $0.uuid == uuid } }

    func guest(named name: String) -> GuestRecord? { state.guest(named: name) }

    private func write() async throws(RecordingError) {
        state.serial += 1
        do {
            try await save(state)
        } catch {
            throw RecordingError(reason: "\(error)")
        }
    }
}

/// The state could not be written.
struct RecordingError: Error {
    var reason: String
}
