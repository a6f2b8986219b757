import Observing
import Synchronization

/// The domains whose guests have let a medium out, until they are looked at.
final class EjectedMedia: Sendable {
    private let domains = Mutex<Set<Domid>>([])

    func note(_ domid: Domid) { domains.withLock { _ = $0.insert(domid) } }

    /// Those that were noted; nobody is told of them again.
    func take() -> Set<Domid> {
        domains.withLock { domains in
            defer { domains = [] }
            return domains
        }
    }
}
