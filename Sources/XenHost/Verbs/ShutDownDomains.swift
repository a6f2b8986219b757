import CXen
import Glibc
import GuestModel
import Host

extension XenHost {
    public func preserve(_ domain: DomainReference, suffix: String) async throws(HostError) {
        let function = "libxl_domain_preserve"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            let configuration = try worker.retrieve(found)
            try worker.call(function, found.subject, attempt: "it could not be put aside") {
                libxl_domain_preserve($0, domain.domid, &configuration.pointer.pointee.c_info, suffix, .random())
            }
        }
    }

    public func dumpCore(_ domain: DomainReference, to path: String) async throws(HostError) {
        let function = "libxl_domain_core_dump"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            Self.makeFolder(of: path)
            try worker.call(function, found.subject, attempt: "its memory could not be written to \(path)") {
                libxl_domain_core_dump($0, domain.domid, path, nil)
            }
        }
    }

    /// A core holds all that the guest had in its memory, so only root may look at it.
    private static func makeFolder(of path: String) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        _ = mkdir(String(path[..<slash]), 0o700)
    }

    public func softReset(_ domain: DomainReference, userdata: String) async throws(HostError) {
        let function = "libxl_domain_soft_reset"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            let configuration = try worker.retrieve(found)
            try worker.call(function, found.subject, attempt: "it could not be reset") {
                libxl_domain_soft_reset($0, configuration.pointer, domain.domid, nil, nil)
            }
            try worker.store(userdata, of: found)
            worker.setApartDeviceModel(of: found.domid, found.name, serviceManager)
        }
    }
}
