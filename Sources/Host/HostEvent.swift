/// What a host tells of by itself.
public enum HostEvent: Sendable, Hashable {
    /// Domains may have come, gone or shut down.
    case domains
    /// The guest has ejected a medium: the drive has none until one is put into it.
    case ejection(Domid)
}
