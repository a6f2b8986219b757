import Observing

extension GuestRecord {
    /// The domain that whoever watches this guest has made for it in the place of the one that is remembered; nil when there is
    /// none, or nobody does.
    public func comeBack(among domains: [ObservedDomain], bootID: String) -> ObservedDomain? {
        guard isWatched, domain?.bootID == bootID else { return nil }
        return domains.first { $0.nonce == nil && ($0.name == name || $0.uuid == uuid && !$0.isKept(under: name)) }
    }
}
