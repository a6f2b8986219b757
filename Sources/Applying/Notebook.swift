import GuestModel
import Planning

/// The recorded state while a plan is carried out: every change of it is saved before whoever made it goes on.
///
/// What several actions change while a save is under way goes into the next one together.
actor Notebook {
    private(set) var state: RecordedState
    private let save: @Sendable (RecordedState) async throws -> Void
    private var waiting: [CheckedContinuation<Result<Void, RecordingError>, Never>] = []
    private var isSaving = false

    init(_ state: RecordedState, save: @escaping @Sendable (RecordedState) async throws -> Void) {
        self.state = state
        self.save = save
    }

    /// - Parameter replaced: the identity that the guest had before, when it has a new one.
    func record(_ guest: GuestRecord, inPlaceOf replaced: GuestUUID? = nil) async throws(RecordingError) {
        if let replaced, replaced != guest.uuid { state.forget(replaced) }
        state.record(guest)
        try await write()
    }

    func forget(_ uuid: GuestUUID) async throws(RecordingError) {
        state.forget(uuid)
        try await write()
    }

    func follow(_ notes: [Plan.Bookkeeping], in directory: String?) async throws(RecordingError) {
        let isHome = directory == nil || state.directory == directory
        guard !notes.isEmpty || !isHome else { return }
        if let directory { state.directory = directory }
        for note in notes {
            guard var guest = state.guests.first(where: { $0.uuid == note.uuid }) else { continue }
            guest.source = note.source
            guest.digest = note.digest
            guest.shutDown = note.shutDown
            state.record(guest)
        }
        try await write()
    }

    func guest(_ uuid: GuestUUID?) -> GuestRecord? { state.guests.first { $0.uuid == uuid } }

    private func write() async throws(RecordingError) {
        let result = await withCheckedContinuation { continuation in
            waiting.append(continuation)
            guard !isSaving else { return }
            isSaving = true
            Task { await saveAll() }
        }
        try result.get()
    }

    private func saveAll() async {
        while !waiting.isEmpty {
            let writers = waiting
            waiting = []
            state.serial += 1
            let result: Result<Void, RecordingError>
            do {
                try await save(state)
                result = .success(())
            } catch {
                result = .failure(RecordingError(reason: "\(error)"))
            }
            for writer in writers { writer.resume(returning: result) }
        }
        isSaving = false
    }
}

/// The state could not be written.
struct RecordingError: Error {
    var reason: String
}
