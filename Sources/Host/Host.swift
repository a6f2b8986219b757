import GuestModel
import LibxlJSON
// Whoever talks to a host talks of what was observed there.
@_exported import Observing

/// What xenward asks of a hypervisor's host. Everything that has an effect on guests is here.
///
/// An implementation checks the domid, the uuid and the nonce of a ``DomainReference`` right before each effect, and
/// fails with ``LibxlError/domainNotFound`` when the domain is another one by now.
public protocol Host: Sendable {
    // MARK: Looking

    /// The host and all its domains, dom0 left out. One sick domain never spoils the others.
    ///
    /// - Parameter attention: the domains whose configuration is wanted; that of the others is unknown.
    func observe(_ attention: Attention) async throws(HostError) -> HostObservation
    /// What each domain is doing, dom0 left out: quickly, and nothing else of it.
    func states() async throws(HostError) -> [Domid: DomainState]
    /// What happens to domains, as soon as it does; several of the same at once may be one.
    ///
    /// What happened before it was asked for is not told: whoever listens looks once by itself, afterwards.
    ///
    /// - Throws: when the host cannot tell; then it has to be looked at again and again.
    func changes() async throws(HostError) -> AsyncStream<HostEvent>
    /// One domain; nil when there is none with this domid (any more).
    func domain(_ domid: Domid) async throws(HostError) -> ObservedDomain?
    /// For each requirement, in its order, whether the host meets it.
    func answer(_ requirements: [Requirement]) async throws(HostError) -> [RequirementAnswer]

    // MARK: Domains that come and go

    /// Builds a domain and leaves it paused (`libxl_domain_create_new`).
    ///
    /// The configuration must have a uuid. The nonce is written in the transaction that makes the domain's xenstore node, the
    /// userdata while the domain is still paused. A failed create leaves nothing behind.
    ///
    /// - Throws: ``LibxlError/noMemory`` when the memory that it needs is not free, after waiting a while for what is on its
    ///   way: that of a domain which has just gone, or what a guest gives up.
    func create(_ configuration: CanonicalConfiguration, nonce: String, userdata: String) async throws(HostError)
        -> Domid
    /// Ends a domain at once (`libxl_domain_destroy`); returns when it has left the list.
    func destroy(_ domain: DomainReference) async throws(HostError)
    /// Asks the guest to shut down (`libxl_domain_shutdown`, else the ACPI power button), and returns once it has.
    ///
    /// - Throws: ``LibxlError/guestTimedOut`` when it still runs after the deadline.
    func shutDown(_ domain: DomainReference, within deadline: Duration) async throws(HostError)
    /// Writes the domain's configuration and its guest's memory to a file that only root can read, for ``restore(from:nonce:userdata:)``
    /// and for `xl restore` (`libxl_domain_suspend`). The file is there whole, or not at all.
    ///
    /// Afterwards the domain is still there, shut down with the reason ``ShutdownReason/suspend``; it may be so, too, when this
    /// fails, and runs on after ``resume(_:)``.
    ///
    /// - Throws: ``LibxlError/guestTimedOut`` when the guest does not let itself be suspended; ``LibxlError/fail`` when the
    ///   file cannot be written.
    func saveMemory(of domain: DomainReference, to path: String) async throws(HostError)
    /// Lets a suspended guest run on (`libxl_domain_resume`).
    func resume(_ domain: DomainReference) async throws(HostError)
    /// Builds a domain from a file and leaves it paused (`libxl_domain_create_restore`), as ``create(_:nonce:userdata:)`` does.
    ///
    /// The file stays. Once the guest has run it is older than its disks, and must not be used again.
    func restore(from path: String, nonce: String, userdata: String) async throws(HostError) -> Domid
    /// Removes such a file; one that is not there is as wanted.
    func removeMemory(at path: String) async throws(HostError)
    /// `libxl_domain_pause`
    func pause(_ domain: DomainReference) async throws(HostError)
    /// `libxl_domain_unpause`
    func unpause(_ domain: DomainReference) async throws(HostError)

    // MARK: Domains that have shut down

    /// Keeps a domain that has shut down, under its name with the suffix (`libxl_domain_preserve`). It keeps its uuid.
    func preserve(_ domain: DomainReference, suffix: String) async throws(HostError)
    /// `libxl_domain_core_dump`
    func dumpCore(_ domain: DomainReference, to path: String) async throws(HostError)
    /// Starts the domain afresh in its own memory (`libxl_domain_soft_reset`); it loses its userdata, which is stored anew.
    func softReset(_ domain: DomainReference, userdata: String) async throws(HostError)

    // MARK: Changes to a running domain

    /// `libxl_domain_rename`
    func rename(_ domain: DomainReference, to name: String) async throws(HostError)
    /// `libxl_set_memory_target`, in KiB.
    func setMemoryTarget(_ domain: DomainReference, to kibibytes: UInt64) async throws(HostError)
    /// `libxl_domain_setmaxmem`, in KiB.
    func setMaximumMemory(_ domain: DomainReference, to kibibytes: UInt64) async throws(HostError)
    /// `libxl_set_vcpuonline`
    func setOnlineVCPUs(_ domain: DomainReference, to vcpus: CPUSet) async throws(HostError)
    /// Hard and soft affinity of each vcpu, by its number; absent is left alone (`libxl_set_vcpuaffinity`).
    func setAffinity(_ domain: DomainReference, hard: [CPUSet]?, soft: [CPUSet]?) async throws(HostError)
    /// `libxl_domain_set_nodeaffinity`
    func setNodeAffinity(_ domain: DomainReference, to nodes: CPUSet) async throws(HostError)
    /// `libxl_cpupool_movedomain`
    func move(_ domain: DomainReference, toCPUPool name: String) async throws(HostError)
    /// `libxl_domain_sched_params_set`; what is absent is left alone.
    func setScheduling(_ domain: DomainReference, to parameters: SchedulerParameters) async throws(HostError)
    /// `libxl_device_…_add`
    func attach(_ device: PluggableDevice, to domain: DomainReference) async throws(HostError)
    /// `libxl_device_…_remove`, without force.
    func detach(_ device: PluggableDevice, from domain: DomainReference) async throws(HostError)
    /// Puts the disk's path into the CD drive that has its vdev (`libxl_cdrom_insert`); without a path the drive is empty
    /// afterwards.
    func insertMedium(_ disk: Disk, in domain: DomainReference) async throws(HostError)

    // MARK: Userdata

    /// The domain's userdata `xenward`; nil when it has none.
    func userdata(of domain: DomainReference) async throws(HostError) -> String?
    /// Replaces it.
    func storeUserdata(_ text: String, of domain: DomainReference) async throws(HostError)
    /// What xenstore has at a key below the domain's own folder (`/local/domain/DOMID`), which the guest may have written; nil when
    /// there is nothing.
    func xenstoreValue(_ key: String, of domain: DomainReference) async throws(HostError) -> String?
    /// Which other toolstacks have left userdata with the domain (`libxl_userdata_retrieve`, each by its name for it).
    ///
    /// None is no proof that nobody else acts on the domain: xl leaves nothing when it starts one.
    func otherToolstacks(of domain: DomainReference) async throws(HostError) -> Set<Toolstack>
}

extension Host {
    /// The host and everything of all its domains.
    public func observe() async throws(HostError) -> HostObservation { try await observe(.everything) }
}

/// A toolstack that may act on a domain besides xenward. The raw value is the name of its userdata.
public enum Toolstack: String, Sendable, Hashable, CaseIterable {
    case xl
    case libvirt = "libvirt-xml"
}

/// A device that can come to, and leave, a running domain.
public enum PluggableDevice: Sendable, Hashable {
    case disk(Disk)
    case nic(NetworkInterface)
    case pci(PCIDevice)
    case usbController(USBController)
    case usbDevice(USBDevice)
    case keyboard(VirtualKeyboard)
}
