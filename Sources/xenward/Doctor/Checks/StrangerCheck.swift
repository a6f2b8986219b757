import Observing

/// Are there domains that xenward leaves alone, because it did not make them?
enum StrangerCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        let ours = Set(patient.recorded?.guests.map(\.uuid) ?? [])
        let unknown = patient.domains.filter { !ours.contains($0.uuid) }
        let lost = patient.recorded == nil ? [] : unknown.filter { $0.nonce != nil && $0.state == .running }
        return lost.map { domain in
            .problem(
                "domains", at: domain.name ?? "domain \(domain.domid)",
                "domain \(domain.domid) is xenward's, and the state does not know it", advice: "xenward state repair")
        } + strangers(unknown.filter { $0.nonce == nil }, patient.concerned)
    }

    private static func strangers(_ domains: [ObservedDomain], _ defined: Set<String>) -> [Finding] {
        domains.map { domain in
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
