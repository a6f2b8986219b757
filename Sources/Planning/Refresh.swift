import LibxlJSON
import Observing

extension Plan {
    /// The plan that changes nothing on the host: records follow what is, and each difference is said.
    public static func refreshing(_ input: PlanInput) -> Plan {
        var plan = Plan()
        let matching = Matching(input)
        let known =
            matching.wanted.map { ($0.record, $0.domain) } + matching.orphans.map { ($0.record, $0.domain) }
        for (record, domain) in known {
            guard let record, let domain, input.concerns(record.name) else { continue }
            plan.refresh(record, domain)
        }
        plan.remarks.sort { $0.guest < $1.guest }
        return plan
    }

    private mutating func refresh(_ record: GuestRecord, _ domain: ObservedDomain) {
        switch domain.configuration {
        case .unknown(let reason):
            remarks.append(.init(guest: record.name, text: "its configuration cannot be had: \(reason)"))
        case .known(let seen):
            guard !record.isSettled(on: seen) else {
                unchanged += 1
                return
            }
            // Nobody has looked at it since a run was cut short: what it lacks is not what it should be.
            guard record.settled != nil else {
                remarks.append(.init(guest: record.name, text: "its creation was cut short; nothing is recorded"))
                return
            }
            var followed = record
            followed.settle(on: seen)
            bookkeeping.append(followed)
            let old = try? record.settled?.decoded(), new = try? seen.configuration.decoded()
            let changes = old.flatMap { old in new.map { old.changes(to: $0) } } ?? []
            let words = changes.isEmpty ? "as it is" : changes.map(\.description).joined(separator: ", ")
            remarks.append(.init(guest: record.name, text: "to be recorded: \(words)"))
        }
    }
}
