import GuestModel
import LibxlJSON
import Observing

/// Decides about a guest that a definition wants.
struct WantedGuest {
    private let definition: Definition
    private let record: GuestRecord?
    private let domain: ObservedDomain?
    private let obstacle: ObservedDomain?
    private let input: PlanInput

    init(_ wanted: Matching.Wanted, input: PlanInput) {
        definition = wanted.definition
        record = wanted.record
        domain = wanted.domain
        obstacle = wanted.obstacle
        self.input = input
    }

    private var name: String { definition.name }

    /// What the record should hold once all of the definition is carried out.
    private var digest: String? { definition.mustBeRead ? nil : definition.digest }

    var outcome: GuestOutcome {
        var outcome = decision
        if outcome.action == nil, let record { outcome.bookkeeping = bookkeeping(for: record) }
        return outcome
    }

    /// What the record should follow: another file, or other words for the same guest. A digest stands only for a definition
    /// that has been carried out whole.
    private func bookkeeping(for record: GuestRecord) -> Plan.Bookkeeping? {
        let shutDown = domain?.state == .running ? nil : record.shutDown
        guard record.source != definition.file || record.digest != digest || record.shutDown != shutDown else {
            return nil
        }
        var isCarriedOut = true
        if let document = definition.document {
            let given = try? record.given.decoded()
            isCarriedOut = given.map { document.configuration.completed(from: $0, uuid: record.uuid) == $0 } ?? false
        }
        let note = Plan.Bookkeeping(
            uuid: record.uuid, source: definition.file, digest: isCarriedOut ? digest : nil, shutDown: shutDown)
        let isFollowed =
            record.source == note.source && record.digest == note.digest && record.shutDown == note.shutDown
        return isFollowed ? nil : note
    }

    private var decision: GuestOutcome {
        if let obstacle {
            let what = "domain \(obstacle.domid) has its \(obstacle.name == name ? "name" : "uuid")"
            return blocked(
                obstacle.nonce == nil
                    ? "\(what), and xenward did not create it\(wayOut(of: obstacle))"
                    : "\(what), and is another guest; rename, prune or destroy that one first")
        }
        guard let record else {
            guard let wanted = definition.document?.configuration else { return blocked("its record is gone") }
            return GuestOutcome(action: action(.create, "defined in \(definition.file)", work: .create(target(wanted))))
        }
        if isUntouched(record) { return GuestOutcome() }
        let given: GuestConfiguration
        do {
            given = try record.given.decoded()
        } catch {
            return blocked("its record is damaged: \(error)")
        }
        let wanted = definition.document?.configuration ?? given
        let desired = target(wanted.completed(from: given, uuid: record.uuid))
        guard let domain else { return absent(record, given: given, desired: desired) }
        switch domain.state {
        case .dying: return blocked("domain \(domain.domid) is still being destroyed; try again in a moment")
        case .shutDown(let reason):
            return ShutDownGuest(
                domain: domain, reason: reason, desired: desired, isChanged: given != desired.configuration,
                now: input.now
            )
            .outcome(for: record)
        case .running, .paused:
            return RunningGuest(domain: domain, record: record, given: given, desired: desired, options: input.options)
                .outcome
        }
    }

    private func wayOut(of obstacle: ObservedDomain) -> String {
        let isRunning = obstacle.state == .running || obstacle.state == .paused
        guard isRunning, obstacle.name == name, definition.uuid == nil || definition.uuid == obstacle.uuid else {
            return ""
        }
        return "; \"xenward adopt \(name)\" takes it over"
    }

    /// Nobody changed the definition, and nobody the domain: most guests, most of the time. Nothing need be decoded.
    private func isUntouched(_ record: GuestRecord) -> Bool {
        guard case .unchanged = definition.content, record.booted == nil, record.shutDown == nil,
            let domain, domain.state == .running
        else {
            return false
        }
        guard case .known(let seen) = domain.configuration else { return false }
        return record.isSettled(on: seen)
    }

    private func absent(_ record: GuestRecord, given: GuestConfiguration, desired: PlannedAction.Target) -> GuestOutcome
    {
        let bootID = input.observation.host.bootID
        let reason: String
        switch record.intent {
        case .ended(let why, let moment, let endBootID) where endBootID == bootID && given == desired.configuration:
            let text =
                "stays off: \(why.sentence) at \(moment); it starts again when its definition changes or the host boots"
            return GuestOutcome(remarks: [.init(guest: name, text: text)], runs: false)
        case .ended where given != desired.configuration: reason = "\(definition.file) has changed since it ended"
        case .ended: reason = "the host has booted since it ended"
        case .running, .replacing:
            if let last = record.domain {
                reason = last.bootID == bootID ? "domain \(last.domid) is gone" : "the host has booted"
            } else {
                reason = "it was about to be created"
            }
        }
        return GuestOutcome(action: action(.create, reason, uuid: record.uuid, work: .create(desired)))
    }

    private func target(_ configuration: GuestConfiguration) -> PlannedAction.Target {
        .init(
            source: definition.file, digest: digest, configuration: configuration,
            shareableDisks: definition.document?.extras.shareableDisks ?? [])
    }

    private func action(
        _ kind: PlannedAction.Kind, _ reason: String, uuid: GuestUUID? = nil, work: PlannedAction.Work
    ) -> PlannedAction {
        PlannedAction(
            guest: name, uuid: uuid ?? definition.uuid, kind: kind, reason: reason, work: work)
    }

    private func blocked(_ reason: String) -> GuestOutcome {
        GuestOutcome(action: action(.blocked, reason, uuid: record?.uuid, work: .nothing))
    }
}
