import GuestModel
import Host
import LibxlJSON
import Synchronization

/// How much a process does before it is killed.
final class LifeSpan: Sendable {
    private let left: Mutex<Int?>

    /// - Parameter moments: effects and saves; nil for a process that nobody kills.
    init(_ moments: Int?) { left = Mutex(moments) }

    var isOver: Bool { left.withLock { $0 == 0 } }

    /// - Throws: when the process is dead by now, and does no more.
    func spend() throws(HostError) {
        let isDead = left.withLock { left in
            guard let moments = left else { return false }
            if moments > 0 { left = moments - 1 }
            return moments == 0
        }
        if isDead { throw HostError("kill", .aborted, detail: "the process was killed") }
    }
}

/// A host as a process sees it that may be killed between any two effects: what it would do afterwards does not happen.
struct MortalHost: Host {
    let host: any Host
    let life: LifeSpan
    /// Whether it says of everything that it is as required.
    var agrees = false

    private func look() throws(HostError) {
        if life.isOver { throw HostError("kill", .aborted, detail: "the process was killed") }
    }

    func observe(_ attention: Attention) async throws(HostError) -> HostObservation {
        try look()
        return try await host.observe(attention)
    }

    func states() async throws(HostError) -> [Domid: DomainState] {
        try look()
        return try await host.states()
    }

    func changes() async throws(HostError) -> AsyncStream<HostEvent> { try await host.changes() }

    func domain(_ domid: Domid) async throws(HostError) -> ObservedDomain? {
        try look()
        return try await host.domain(domid)
    }

    func answer(_ requirements: [Requirement]) async throws(HostError) -> [RequirementAnswer] {
        try look()
        return agrees ? requirements.map { _ in .met } : try await host.answer(requirements)
    }

    func create(
        _ configuration: CanonicalConfiguration, nonce: String, userdata: String
    ) async throws(HostError) -> Domid {
        try life.spend()
        return try await host.create(configuration, nonce: nonce, userdata: userdata)
    }

    func destroy(_ domain: DomainReference) async throws(HostError) {
        try life.spend()
        try await host.destroy(domain)
    }

    func shutDown(_ domain: DomainReference, within deadline: Duration) async throws(HostError) {
        try life.spend()
        try await host.shutDown(domain, within: deadline)
    }

    func saveMemory(of domain: DomainReference, to path: String) async throws(HostError) {
        try life.spend()
        try await host.saveMemory(of: domain, to: path)
    }

    func resume(_ domain: DomainReference) async throws(HostError) {
        try life.spend()
        try await host.resume(domain)
    }

    func restore(from path: String, nonce: String, userdata: String) async throws(HostError) -> Domid {
        try life.spend()
        return try await host.restore(from: path, nonce: nonce, userdata: userdata)
    }

    func removeMemory(at path: String) async throws(HostError) {
        try life.spend()
        try await host.removeMemory(at: path)
    }

    func pause(_ domain: DomainReference) async throws(HostError) {
        try life.spend()
        try await host.pause(domain)
    }

    func unpause(_ domain: DomainReference) async throws(HostError) {
        try life.spend()
        try await host.unpause(domain)
    }

    func preserve(_ domain: DomainReference, suffix: String) async throws(HostError) {
        try life.spend()
        try await host.preserve(domain, suffix: suffix)
    }

    func dumpCore(_ domain: DomainReference, to path: String) async throws(HostError) {
        try life.spend()
        try await host.dumpCore(domain, to: path)
    }

    func softReset(_ domain: DomainReference, userdata: String) async throws(HostError) {
        try life.spend()
        try await host.softReset(domain, userdata: userdata)
    }

    func rename(_ domain: DomainReference, to name: String) async throws(HostError) {
        try life.spend()
        try await host.rename(domain, to: name)
    }

    func setMemoryTarget(_ domain: DomainReference, to kibibytes: UInt64) async throws(HostError) {
        try life.spend()
        try await host.setMemoryTarget(domain, to: kibibytes)
    }

    func setMaximumMemory(_ domain: DomainReference, to kibibytes: UInt64) async throws(HostError) {
        try life.spend()
        try await host.setMaximumMemory(domain, to: kibibytes)
    }

    func setOnlineVCPUs(_ domain: DomainReference, to vcpus: CPUSet) async throws(HostError) {
        try life.spend()
        try await host.setOnlineVCPUs(domain, to: vcpus)
    }

    func setAffinity(_ domain: DomainReference, hard: [CPUSet]?, soft: [CPUSet]?) async throws(HostError) {
        try life.spend()
        try await host.setAffinity(domain, hard: hard, soft: soft)
    }

    func setNodeAffinity(_ domain: DomainReference, to nodes: CPUSet) async throws(HostError) {
        try life.spend()
        try await host.setNodeAffinity(domain, to: nodes)
    }

    func move(_ domain: DomainReference, toCPUPool name: String) async throws(HostError) {
        try life.spend()
        try await host.move(domain, toCPUPool: name)
    }

    func setScheduling(_ domain: DomainReference, to parameters: SchedulerParameters) async throws(HostError) {
        try life.spend()
        try await host.setScheduling(domain, to: parameters)
    }

    func attach(_ device: PluggableDevice, to domain: DomainReference) async throws(HostError) {
        try life.spend()
        try await host.attach(device, to: domain)
    }

    func detach(_ device: PluggableDevice, from domain: DomainReference) async throws(HostError) {
        try life.spend()
        try await host.detach(device, from: domain)
    }

    func insertMedium(_ disk: Disk, in domain: DomainReference) async throws(HostError) {
        try life.spend()
        try await host.insertMedium(disk, in: domain)
    }

    func userdata(of domain: DomainReference) async throws(HostError) -> String? {
        try look()
        return try await host.userdata(of: domain)
    }

    func storeUserdata(_ text: String, of domain: DomainReference) async throws(HostError) {
        try life.spend()
        try await host.storeUserdata(text, of: domain)
    }

    func xenstoreValue(_ key: String, of domain: DomainReference) async throws(HostError) -> String? {
        try look()
        return try await host.xenstoreValue(key, of: domain)
    }

    func otherToolstacks(of domain: DomainReference) async throws(HostError) -> Set<Toolstack> {
        try look()
        return try await host.otherToolstacks(of: domain)
    }
}
