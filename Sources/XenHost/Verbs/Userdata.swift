import CXen
import Glibc
import Host

extension XenHost {
    public func userdata(of domain: DomainReference) async throws(HostError) -> String? {
        try await pool.use { worker throws(HostError) in
            try worker.userdata(LibxlWorker.userdataName, of: try worker.check(domain, "libxl_userdata_retrieve"))
        }
    }

    public func storeUserdata(_ text: String, of domain: DomainReference) async throws(HostError) {
        try await pool.use { worker throws(HostError) in
            try worker.store(text, of: try worker.check(domain, "libxl_userdata_store"))
        }
    }

    public func xenstoreValue(_ key: String, of domain: DomainReference) async throws(HostError) -> String? {
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, "xs_read")
            return try worker.context.xenstore.read("/local/domain/\(found.domid)/\(key)")
        }
    }

    public func otherToolstacks(of domain: DomainReference) async throws(HostError) -> Set<Toolstack> {
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, "libxl_userdata_retrieve")
            var toolstacks: Set<Toolstack> = []
            for toolstack in Toolstack.allCases where try worker.userdata(toolstack.rawValue, of: found) != nil {
                toolstacks.insert(toolstack)
            }
            return toolstacks
        }
    }
}

extension LibxlWorker {
    /// The name that xenward's userdata has among those of other toolstacks.
    static let userdataName = "xenward"

    /// Nil where there is none.
    func userdata(_ name: String, of domain: DomainInformation) throws(HostError) -> String? {
        var bytes: UnsafeMutablePointer<UInt8>?
        var count: Int32 = 0
        try call("libxl_userdata_retrieve", domain.subject, attempt: "its userdata cannot be read") {
            libxl_userdata_retrieve($0, domain.domid, name, &bytes, &count)
        }
        guard let bytes, count > 0 else { return nil }
        defer { free(bytes) }
        return String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
    }

    func store(_ userdata: String, of domain: DomainInformation) throws(HostError) {
        try call("libxl_userdata_store", domain.subject, attempt: "its userdata could not be written") {
            libxl_userdata_store($0, domain.domid, Self.userdataName, userdata, Int32(clamping: userdata.utf8.count))
        }
    }
}
