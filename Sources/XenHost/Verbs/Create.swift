import CXen
import GuestModel
import Host
import LibxlJSON
import SystemPackage
import XLConfig

extension XenHost {
    public func create(
        _ configuration: CanonicalConfiguration, nonce: String, userdata: String
    ) async throws(HostError) -> Domid {
        try await create(try Birth(configuration, nonce: nonce, userdata: userdata))
    }

    public func restore(from path: String, nonce: String, userdata: String) async throws(HostError) -> Domid {
        let header: SavedFile
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
            header = try file.closeAfter { try SavedFile(from: file) }
        } catch {
            throw HostError(LibxlWorker.restoreFunction, .fail, detail: "\(path): \(error)")
        }
        let configuration = CanonicalConfiguration(text: header.json)
        return try await create(
            try Birth(configuration, nonce: nonce, userdata: userdata, savedMemory: path))
    }

    /// Builds the domain, as soon as there is memory for it.
    private func create(_ birth: Birth) async throws(HostError) -> Domid {
        let need = try await pool.use { worker throws(HostError) in
            try worker.memoryNeed(of: birth.json, name: birth.name)
        }
        var attempt = 1
        while true {
            let result = await Result.of { () throws(HostError) in
                try await admission.with(need, for: birth.name) { () throws(HostError) in try await build(birth) }
            }
            guard case .failure(let failure) = result, attempt < 3, try await isShort(of: need, failure) else {
                return try result.get()
            }
            // Somebody else took the memory while this guest was built. Both may have failed for it, so once more, not at
            // the same moment.
            attempt += 1
            try? await Task.sleep(for: .milliseconds(.random(in: 100...1000)))
        }
    }

    /// Builds the domain; one that fails leaves nothing.
    private func build(_ birth: Birth) async throws(HostError) -> Domid {
        let before = Set(try await states().keys)
        let permit = await gate.enter()
        do throws(HostError) {
            return try await pool.use { worker throws(HostError) in
                // The first child of a guest without a bootloader is a script or a device model: its domain is built.
                if birth.isBuiltBeforeItsFirstChild { worker.context.forks.onFork { permit.giveBack() } }
                let result = Result { () throws(HostError) in try worker.create(birth, toolstack.domidPolicy) }
                worker.context.forks.onFork(nil)
                permit.giveBack()
                let domid = try result.get()
                worker.setApartDeviceModel(of: domid, birth.name, serviceManager)
                return domid
            }
        } catch {
            permit.giveBack()
            var failure = error
            do throws(HostError) {
                try await sweep(birth, besides: before)
            } catch {
                failure.detail += "; what there is of it could not be taken down: \(error.description(for: birth.name))"
            }
            throw failure
        }
    }

    /// libxl takes down what it could not finish, but for a creation whose end failed: that is done here.
    ///
    /// - Parameter others: domains that were there before.
    private func sweep(_ birth: Birth, besides others: Set<Domid>) async throws(HostError) {
        let left = try await pool.use { worker throws(HostError) in
            try worker.domains().filter {
                $0.uuid == birth.uuid && $0.state != .dying
                    && ($0.nonce == birth.nonce || $0.nonce == nil && $0.name == nil && !others.contains($0.domid))
            }
        }
        for domain in left { try await destroy(domain.reference) }
    }

    /// Whether a create failed because Xen had no memory (left).
    private func isShort(of need: UInt64, _ failure: HostError) async throws(HostError) -> Bool {
        guard [LibxlWorker.createFunction, LibxlWorker.restoreFunction].contains(failure.operation) else {
            return false
        }
        if failure.code == .noMemory { return true }
        return try await pool.use { worker throws(HostError) in try worker.freeMemory() } < need
    }
}

/// What a domain is made from.
private struct Birth: Sendable {
    let name: String
    let uuid: GuestUUID
    let nonce: String
    let userdata: String
    /// A file with its memory; nil for a guest that boots.
    let savedMemory: String?
    /// Bootloaders run before, and what reads a guest's memory is a process of its own.
    let isBuiltBeforeItsFirstChild: Bool
    /// libxl's JSON, with the nonce among what it writes to xenstore.
    let json: String

    /// - Throws: ``LibxlError/invalid`` for what is no guest, and for a guest without a uuid.
    init(
        _ configuration: CanonicalConfiguration, nonce: String, userdata: String, savedMemory: String? = nil
    ) throws(HostError) {
        var guest: GuestConfiguration
        do throws(ConfigurationTextError) {
            guest = try configuration.decoded()
        } catch {
            throw HostError(LibxlWorker.createFunction, .invalid, detail: error.description)
        }
        name = guest.name
        guard let uuid = guest.uuid else {
            throw HostError(LibxlWorker.createFunction, .invalid, domain: name, detail: "the guest has no uuid")
        }
        self.uuid = uuid
        self.nonce = nonce
        self.userdata = userdata
        self.savedMemory = savedMemory
        isBuiltBeforeItsFirstChild = guest.boot.bootloader == nil && savedMemory == nil
        guest.creation.xenstoreData.removeAll { $0.key == ObservedDomain.nonceKey }
        guest.creation.xenstoreData.append(KeyValue(ObservedDomain.nonceKey, nonce))
        json = CanonicalConfiguration(guest).text
    }
}

extension LibxlWorker {
    static let createFunction = "libxl_domain_create_new"
    static let restoreFunction = "libxl_domain_create_restore"

    /// libxl's INVALID_DOMID: whichever is next.
    static let nextDomid = UInt32.max
    /// libxl's RANDOM_DOMID.
    static let randomDomid = UInt32.max - 1

    /// Builds the domain and leaves it paused, with its userdata.
    fileprivate func create(
        _ birth: Birth, _ policy: ToolstackConfiguration.DomidPolicy
    ) throws(HostError) -> Domid {
        let configuration = try LibxlValue(.domain, json: birth.json, context)
        // Of a configuration that names no domid libxl makes 0, which to Xen is whichever is next, too.
        if policy == .random, [0, Self.nextDomid].contains(configuration.pointer.pointee.c_info.domid) {
            configuration.pointer.pointee.c_info.domid = Self.randomDomid
        }
        var domid = Self.nextDomid
        if let path = birth.savedMemory {
            try restore(configuration, of: birth, from: path, &domid)
        } else {
            try call(Self.createFunction, Subject(name: birth.name), attempt: "it could not be created") {
                libxl_domain_create_new($0, configuration.pointer, &domid, nil, nil)
            }
        }
        let domain = DomainReference(domid: domid, uuid: birth.uuid, nonce: birth.nonce)
        try store(birth.userdata, of: try check(domain, Self.createFunction))
        return domid
    }

    private func restore(
        _ configuration: borrowing LibxlValue<libxl_domain_config>, of birth: Birth, from path: String,
        _ domid: inout Domid
    ) throws(HostError) {
        let parameters = LibxlValue(.restoreParameters)
        parameters.pointer.pointee.stream_version = 2
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
            try file.closeAfter {
                _ = try SavedFile(from: file)
                try call(
                    Self.restoreFunction, Subject(name: birth.name), attempt: "it could not be restored from \(path)"
                ) {
                    libxl_domain_create_restore(
                        $0, configuration.pointer, &domid, file.rawValue, -1, parameters.pointer, nil, nil)
                }
            }
        } catch let error as HostError {
            throw error
        } catch {
            throw HostError(Self.restoreFunction, .fail, domain: birth.name, detail: "\(path): \(error)")
        }
    }
}
