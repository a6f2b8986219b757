import GuestModel
import Observing

/// A domain that has the name or the uuid that a definition gives its guest, or was made for it, and is not known to be that guest's.
struct Rival {
    let domain: ObservedDomain
    private let definition: Definition
    private let claim: Claim
    private let owner: Owner

    private enum Owner: Equatable {
        case somebodyElse
        /// Another guest of xenward's.
        case anotherGuest
        /// Xenward made it, and does not know for whom, or its state is older than this domain.
        case forgotten(ForgottenGuest?)
    }

    /// What ties it to the definition.
    private enum Claim: String {
        case name = "has its name"
        case uuid = "has its uuid"
        case mark = "was made for it"
    }

    /// - Parameter record: of the guest, where it is remembered.
    init(_ domain: ObservedDomain, of definition: Definition, remembered record: GuestRecord?, _ input: PlanInput) {
        self.domain = domain
        self.definition = definition
        claim =
            if domain.name == definition.name {
                .name
            } else if input.forgotten[domain.domid]?.name == definition.name {
                .mark
            } else {
                .uuid
            }
        owner =
            if domain.nonce == nil {
                .somebodyElse
            } else if domain.uuid != definition.uuid ?? record?.uuid,
                input.recorded.guests.contains(where: { $0.uuid == domain.uuid })
            {
                .anotherGuest
            } else {
                .forgotten(input.forgotten[domain.domid])
            }
    }

    /// Whether xenward looks after it as another guest.
    var isOfAnotherGuest: Bool { owner == .anotherGuest }

    /// Whether its name is what ties it to the definition.
    var hasItsName: Bool { claim == .name }

    /// Why the guest cannot be worked on, and what would help.
    var obstacle: String {
        let whose =
            switch owner {
            case .somebodyElse: "and xenward did not create it\(canBeAdopted ? "; \(adoption)" : "")"
            case .anotherGuest: "and is another guest; rename, prune or destroy that one first"
            case .forgotten(let guest?) where claim == .mark:
                "which the state has forgotten; \(guest.remedy) remembers it"
            case .forgotten(let guest): "and \(Self.forgotten(guest))"
            }
        return "\(claim == .mark ? domain.words : "domain \(domain.domid)") \(claim.rawValue), \(whose)"
    }

    /// The same where the guest is to be off, and nothing is in its way.
    var remark: String {
        let whose =
            switch owner {
            case .somebodyElse: "which xenward did not create"
            case .anotherGuest: "which is another guest"
            case .forgotten: "which xenward made and remembers nothing of"
            }
        return "domain \(domain.domid), \(whose), \(claim.rawValue)"
    }

    /// What is true of a domain with xenward's mark that no record names, and what would help.
    static func forgotten(_ guest: ForgottenGuest?) -> String {
        "xenward made it and remembers nothing of it; \(guest?.remedy ?? "\"xenward state repair\"") does"
    }

    private var adoption: String { "\"xenward adopt \(definition.name)\" takes it over" }

    private var canBeAdopted: Bool {
        let isRunning = domain.state == .running || domain.state == .paused
        // Of a file that was not read nobody knows whether it has a uuid.
        let uuid = definition.document?.configuration.uuid
        return isRunning && domain.name == definition.name && (uuid == nil || uuid == domain.uuid)
    }
}
