/// Of which domains a look at a host is to bring everything.
public enum Attention: Sendable, Hashable {
    /// Of all of them.
    case everything
    /// Of these, and of those that xenward has not made. Of all others only what the host's list of domains has, and no
    /// configuration.
    case domains(Set<Domid>)

    /// Whether everything of a domain is wanted.
    ///
    /// - Parameter nonce: the one with which xenward made it.
    public func includes(_ domid: Domid, nonce: String?) -> Bool {
        switch self {
        case .everything: true
        case .domains(let domids): nonce == nil || domids.contains(domid)
        }
    }
}
