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
    /// Why a change could not be saved, the first time that it happened: nothing more must be begun.
    private(set) var failure: RecordingError?

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

    /// - Parameter directory: where the guests come from that are made in this run; nil when none is.
    func follow(_ records: [GuestRecord], in directory: String?) async throws(RecordingError) {
        let isHome = directory == nil || state.directory == directory
        guard !records.isEmpty || !isHome else { return }
        if let directory { state.directory = directory }
        for record in records { state.record(record) }
        try await write()
    }

    func guest(named name: String) -> GuestRecord? { state.guests.first { $0.name == name } }

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
                let error = RecordingError(reason: "\(error)")
                failure = failure ?? error
                result = .failure(error)
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
