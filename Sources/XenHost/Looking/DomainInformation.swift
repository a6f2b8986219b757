import CXen
import GuestModel
import Host

/// What the hypervisor itself says of a domain.
struct DomainInformation: Sendable, Hashable {
    var domid: Domid
    var uuid: GuestUUID
    var state: DomainState
    var cpupool: UInt32
    /// From xenstore; nil while the domain is being made or destroyed.
    var name: String?
    /// That xenward gave it when it made it.
    var nonce: String?

    fileprivate init(_ information: libxl_dominfo, name: String?, nonce: String?) {
        domid = information.domid
        uuid = GuestUUID(information.uuid)
        state = DomainState(information)
        cpupool = information.cpupool
        self.name = name
        self.nonce = nonce
    }

    var reference: DomainReference { DomainReference(domid: domid, uuid: uuid, nonce: nonce) }
    var subject: Subject { Subject(domid: domid, name: name) }
}

extension DomainState {
    init(_ information: libxl_dominfo) {
        if information.dying {
            self = .dying
        } else if information.shutdown {
            self = .shutDown(ShutdownReason(information.shutdown_reason))
        } else {
            self = information.paused ? .paused : .running
        }
    }
}

extension ShutdownReason {
    /// A reason that libxl does not know is a crash: nothing of it is thrown away before somebody has looked.
    init(_ reason: libxl_shutdown_reason) {
        self =
            switch reason {
            case LIBXL_SHUTDOWN_REASON_POWEROFF: .poweroff
            case LIBXL_SHUTDOWN_REASON_REBOOT: .reboot
            case LIBXL_SHUTDOWN_REASON_SUSPEND: .suspend
            case LIBXL_SHUTDOWN_REASON_WATCHDOG: .watchdog
            case LIBXL_SHUTDOWN_REASON_SOFT_RESET: .softReset
            default: .crash
            }
    }
}

extension LibxlWorker {
    /// `libxl_domain_info`; nil when there is no such domain (any more).
    func information(_ domid: Domid) throws(HostError) -> DomainInformation? {
        try dominfo(domid) { information throws(HostError) in try describe(information) }
    }

    /// Has a look at what the hypervisor says of a domain; nil when there is no such domain (any more).
    func dominfo<Answer>(
        _ domid: Domid, _ look: (libxl_dominfo) throws(HostError) -> Answer
    ) throws(HostError) -> Answer? {
        var information = libxl_dominfo()
        libxl_dominfo_init(&information)
        defer { libxl_dominfo_dispose(&information) }
        do throws(HostError) {
            try call("libxl_domain_info", Subject(domid: domid), attempt: "nothing is said of it") {
                libxl_domain_info($0, &information, domid)
            }
        } catch {
            if error.code == .domainNotFound { return nil }
            throw error
        }
        return try look(information)
    }

    /// What the hypervisor says of a domain, with what xenstore knows it by.
    func describe(_ information: libxl_dominfo) throws(HostError) -> DomainInformation {
        DomainInformation(
            information, name: try context.xenstore.read(Self.namePath(information.domid)),
            nonce: try context.xenstore.read(Self.noncePath(information.domid)))
    }

    /// The same of many.
    func describe(_ domains: [libxl_dominfo]) throws(HostError) -> [DomainInformation] {
        let paths = domains.flatMap { [Self.namePath($0.domid), Self.noncePath($0.domid)] }
        guard let values = try XenstoreValues(of: paths)?.values else {
            return try domains.map { domain throws(HostError) in try describe(domain) }
        }
        return domains.map {
            DomainInformation($0, name: values[Self.namePath($0.domid)], nonce: values[Self.noncePath($0.domid)])
        }
    }

    /// Where xenstore has a domain's name.
    static func namePath(_ domid: Domid) -> String { "/local/domain/\(domid)/name" }

    private static func noncePath(_ domid: Domid) -> String { "/local/domain/\(domid)/\(ObservedDomain.nonceKey)" }

    /// Makes sure that the domain of this number is the one that is meant.
    ///
    /// - Throws: ``LibxlError/domainNotFound`` when it is gone, or is another one by now.
    @discardableResult
    func check(_ domain: DomainReference, _ function: String) throws(HostError) -> DomainInformation {
        guard let found = try information(domain.domid) else {
            throw HostError(
                function, .domainNotFound, domain: "domain \(domain.domid)", detail: "the domain is gone")
        }
        guard found.reference == domain else {
            throw HostError(
                function, .domainNotFound, domain: found.subject.words,
                detail: "domain \(domain.domid) is another one by now; it is left alone")
        }
        return found
    }
}
