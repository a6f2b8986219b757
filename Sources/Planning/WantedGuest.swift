import GuestModel
import Host
import LibxlJSON

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

    private var name: String { definition.configuration.name }

    var outcome: GuestOutcome {
        var outcome = decision
        if outcome.action == nil, let record, record.source != definition.file || record.digest != definition.digest {
            outcome.bookkeeping = .init(uuid: record.uuid, source: definition.file, digest: definition.digest)
        }
        return outcome
    }

    private var decision: GuestOutcome {
        if let obstacle {
            return blocked(
                "domain \(obstacle.domid) has its \(obstacle.name == name ? "name" : "uuid"), and xenward did not create it"
            )
        }
        guard let record else {
            return GuestOutcome(
                action: action(
                    .create, "defined in \(definition.file)", work: .create(target(definition.configuration))))
        }
        let given: GuestConfiguration
        do {
            given = try record.given.decoded()
        } catch {
            return blocked("its record is damaged: \(error)")
        }
        let desired = target(definition.configuration.completed(from: given, uuid: record.uuid))
        guard let domain else { return absent(record, given: given, desired: desired) }
        switch domain.state {
        case .dying: return blocked("domain \(domain.domid) is still being destroyed; try again in a moment")
        case .shutDown(let reason):
            return ShutDownGuest(
                domain: domain, reason: reason, desired: desired, isChanged: given != desired.configuration
            )
            .outcome(for: record)
        case .running, .paused:
            return RunningGuest(domain: domain, record: record, given: given, desired: desired, options: input.options)
                .outcome
        }
    }

    private func absent(_ record: GuestRecord, given: GuestConfiguration, desired: PlannedAction.Target) -> GuestOutcome
    {
        let bootID = input.observation.host.bootID
        let reason: String
        switch record.intent {
        case .ended(let why, let moment, let endBootID) where endBootID == bootID && given == desired.configuration:
            let text =
                "stays off: \(why.sentence) at \(moment); it starts again when its definition changes or the host boots"
            return GuestOutcome(remarks: [.init(guest: name, text: text)])
        case .ended where given != desired.configuration: reason = "\(definition.file) has changed since it ended"
        case .ended: reason = "the host has booted since it ended"
        case .running:
            if let last = record.domain {
                reason = last.bootID == bootID ? "domain \(last.domid) is gone" : "the host has booted"
            } else {
                reason = "it was about to be created"
            }
        }
        return GuestOutcome(action: action(.create, reason, uuid: record.uuid, work: .create(desired)))
    }

    private func target(_ configuration: GuestConfiguration) -> PlannedAction.Target {
        .init(source: definition.file, digest: definition.digest, configuration: configuration)
    }

    private func action(
        _ kind: PlannedAction.Kind, _ reason: String, uuid: GuestUUID? = nil, work: PlannedAction.Work
    ) -> PlannedAction {
        PlannedAction(
            guest: name, uuid: uuid ?? definition.configuration.uuid, kind: kind, reason: reason, work: work)
    }

    private func blocked(_ reason: String) -> GuestOutcome {
        GuestOutcome(action: action(.blocked, reason, uuid: record?.uuid, work: .nothing))
    }
}
