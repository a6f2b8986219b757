import Observing

/// Are there domains that xenward leaves alone, because it did not make them?
enum StrangerCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        let ours = Set(patient.recorded?.guests.map(\.uuid) ?? [])
        let defined = patient.concerned
        let strangers = patient.domains.filter { $0.nonce == nil && !ours.contains($0.uuid) }
        guard !strangers.isEmpty else { return [] }
        return strangers.map { domain in
            guard let name = domain.name else {
                return .ok("domains", "domain \(domain.domid) has no name; xenward leaves it alone")
            }
            guard defined.contains(name) else {
                return .ok("domains", "\(name) (domain \(domain.domid)) is not defined; xenward leaves it alone")
            }
            return .warn(
                "domains", at: name, "domain \(domain.domid) has its name, and xenward did not make it",
                advice: "xenward adopt \(name)")
        }
    }
}
