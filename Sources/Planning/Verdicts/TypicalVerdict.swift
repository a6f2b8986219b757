import GuestModel

/// What a plan says of a change of a field, in a situation that makes a difference to it.
///
/// It is asked of ``Verdicts``, with guests made up for it, so that it is what a plan will say.
public struct TypicalVerdict: Sendable, Hashable {
    /// When it is so: `beyond what the domain was built with`; nil where nothing makes a difference.
    public var situation: String?
    /// What the plan says then. Its reason does not speak of the guest that was made up to ask.
    public var verdict: Verdict
}

extension Field {
    /// What a plan says of a change of this field of a running guest that xenward built.
    public var typicalVerdicts: [TypicalVerdict] {
        let judged = Situation.all(for: self).map { TypicalVerdict(situation: $0.name, verdict: $0.verdict) }
        let first = judged.first.map { TypicalVerdict(situation: nil, verdict: $0.verdict) }
        guard let first else { return [] }
        if judged.allSatisfy({ $0.verdict == first.verdict }) { return [first] }
        var distinct: [TypicalVerdict] = []
        for each in judged {
            if let index = distinct.firstIndex(where: { $0.verdict == each.verdict }) {
                // What is so in general need not be said of a case of it.
                guard let earlier = distinct[index].situation, let name = each.situation else { continue }
                distinct[index].situation = "\(earlier), \(name)"
            } else {
                distinct.append(each)
            }
        }
        return distinct
    }
}

/// A running guest, and a change of one field of it.
struct Situation {
    /// Nil for the ordinary one.
    var name: String?
    var booted: GuestConfiguration
    var desired: GuestConfiguration
    var change: FieldChange

    /// What the made-up guests were built with.
    private static let limits = GuestRecord.Limits(memory: 1 << 20, vcpus: 2)

    /// In place of a reason that tells of the made-up guest.
    var reason: String?

    var verdict: Verdict {
        let verdicts = Verdicts(booted: booted, limits: Self.limits, desired: desired, isWatched: false)
        var verdict = verdicts.verdict(for: change)
        if let reason, verdict != Situation(booted: booted, desired: booted, change: change).verdict {
            verdict.reason = reason
        }
        return verdict
    }

    static func all(for field: Field) -> [Situation] {
        guard let group = FieldGroup(field), let devices = devices(of: group) else { return ordinary(field) }
        return devices.map { name, guest in
            let identity = guest.changes(to: GuestConfiguration(name: "g", type: guest.type.kind.standard))
                .first { FieldGroup($0.field) == group }?.device
            let value = field.libxlPath.count == 1 ? guest.fieldValue[field.libxlPath[0]]?.elements?.first : nil
            let change = FieldChange(
                field: field, device: identity ?? "#0", old: nil, new: value ?? .string("another value"))
            return Situation(name: name, booted: guest, desired: guest, change: change)
        }
    }

    private static func ordinary(_ field: Field) -> [Situation] {
        let guest = GuestConfiguration(name: "g", type: .pv(PV()))
        var larger = guest
        larger.memory.maximum = limits.memory * 2
        larger.memory.target = limits.memory * 2
        larger.vcpus.maximum = limits.vcpus * 2
        larger.vcpus.online = CPUSet(first: limits.vcpus * 2)
        var named = guest
        named.cpupool.name = "Pool-0"
        let change = FieldChange(field: field, old: .integer(1), new: .integer(2))
        let removal = FieldChange(field: field, old: .integer(1), new: nil)
        return [
            Situation(name: nil, booted: guest, desired: guest, change: change),
            Situation(
                name: "beyond what the domain was built with", booted: guest, desired: larger, change: change,
                reason: "a running domain cannot outgrow it"),
            Situation(name: "with a cpupool's name", booted: guest, desired: named, change: change),
            Situation(name: "taken out of the definition", booted: guest, desired: guest, change: removal),
        ]
    }
}
