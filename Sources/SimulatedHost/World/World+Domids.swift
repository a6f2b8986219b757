import Host

extension World {
    /// The largest domid that a guest can have.
    static let largestDomid: Domid = 32_751

    /// The next domid: upwards from the last one, and from 1 again behind the largest, so that one is reused only after
    /// a long while. Nil when all are taken.
    func nextDomid() -> Domid? {
        if lastDomid < Self.largestDomid, domains.last?.domid ?? 0 <= lastDomid { return lastDomid + 1 }
        let taken = Set(domains.map(\.domid))
        for step in 1...Self.largestDomid {
            let domid = (lastDomid + step - 1) % Self.largestDomid + 1
            if !taken.contains(domid) { return domid }
        }
        return nil
    }

    /// Puts a domain in its place.
    mutating func insert(_ domain: SimulatedDomain) {
        // Mostly it is the newest.
        if domains.last.map({ $0.domid < domain.domid }) ?? true { return domains.append(domain) }
        let place = domains.firstIndex { $0.domid > domain.domid } ?? domains.endIndex
        domains.insert(domain, at: place)
    }
}
