import Observing

extension GuestRecord {
    /// Whether somebody else may make another domain for it by himself: he watches it, and made the one that is remembered on
    /// this boot.
    public func mayComeBack(bootID: String) -> Bool { isWatched && self.domain?.bootID == bootID }

    /// The domain that whoever watches this guest has made for it in the place of the one that is remembered; nil when there is
    /// none, or nobody does.
    public func comeBack(among domains: [ObservedDomain], bootID: String) -> ObservedDomain? {
        guard mayComeBack(bootID: bootID) else { return nil }
        return domains.first {
            $0.nonce == nil && ($0.name == self.name || $0.uuid == self.uuid && !$0.isKept(under: self.name))
        }
    }
}
