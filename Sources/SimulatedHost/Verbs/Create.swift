import GuestModel
import Host
import LibxlJSON

extension World {
    /// `libxl_domain_create_new`: builds a domain and leaves it paused.
    ///
    /// - Throws: ``LibxlError/invalid`` for what libxl would not accept, and for a name or uuid that is taken;
    ///   ``LibxlError/noMemory``; ``LibxlError/fail`` when a file or a bridge is missing.
    mutating func create(
        _ given: CanonicalConfiguration, nonce: String?, userdata: String?, at now: Int64
    ) throws(HostError) -> Domid {
        let operation = HostOperation.create
        var guest: GuestConfiguration
        do throws(ConfigurationTextError) {
            guest = try given.decoded()
        } catch {
            throw operation.error(.invalid, nil, error.description)
        }
        guard let uuid = guest.uuid else { throw operation.error(.invalid, guest.name, "the guest has no uuid") }
        try refuse(guest, uuid: uuid)
        try refuseMissing(in: guest)
        guard guest.memoryNeed <= freeMemory(at: now) else {
            throw operation.error(
                .noMemory, guest.name,
                "the guest needs \(guest.memoryNeed) KiB, and \(freeMemory(at: now)) KiB are free")
        }
        let domid = try chooseDomid(for: guest)
        let runtime = runtime(of: guest)
        complete(&guest)
        if let nonce { guest.creation.xenstoreData.append(KeyValue(ObservedDomain.nonceKey, nonce)) }
        insert(
            SimulatedDomain(
                domid: domid, uuid: uuid, name: guest.name, state: .paused, nonce: nonce,
                stored: CanonicalConfiguration(guest), runtime: runtime, userdata: userdata))
        lastDomid = domid
        return domid
    }

    private func refuse(_ guest: GuestConfiguration, uuid: GuestUUID) throws(HostError) {
        let operation = HostOperation.create
        try refuseTakenName(guest.name, operation)
        // A preserved domain keeps its uuid for evidence, and never runs again.
        let other = domains.first { $0.uuid == uuid && !$0.state.isShutDown }
        if let other { throw operation.error(.invalid, guest.name, "domain \(other.domid) has the uuid \(uuid)") }
        guard machine.guestKinds.contains(guest.type.kind) else {
            throw operation.error(.invalid, guest.name, "the host cannot run \(guest.type.kind.rawValue) guests")
        }
        guard guest.targetMemory <= guest.maximumMemory, guest.maximumMemory <= largestMemory,
            guest.videoMemory + guest.memoryFudge <= guest.targetMemory
        else { throw operation.error(.invalid, guest.name, "memory, its maximum and video memory do not fit") }
        let vcpus = guest.vcpus.maximum ?? 1
        guard (1...512).contains(vcpus), guest.vcpus.online.members.last ?? 0 < vcpus else {
            throw operation.error(.invalid, guest.name, "the vcpus do not fit their maximum of \(vcpus)")
        }
        if let pool = guest.cpupool.name, !machine.cpupools.contains(pool) {
            throw operation.error(.fail, guest.name, "there is no cpupool \(pool)")
        }
    }

    private func refuseMissing(in guest: GuestConfiguration) throws(HostError) {
        let files = [guest.boot.kernel, guest.boot.ramdisk].compactMap { $0 } + guest.disks.compactMap(\.path)
        if let path = files.first(where: machine.missing.contains) {
            throw HostOperation.create.error(.fail, guest.name, "\(path): No such file or directory")
        }
        if let bridge = guest.nics.compactMap(\.bridge).first(where: machine.missing.contains) {
            throw HostOperation.create.error(.fail, guest.name, "bridge \(bridge): No such device")
        }
    }

    private func chooseDomid(for guest: GuestConfiguration) throws(HostError) -> Domid {
        if let wanted = guest.creation.requestedDomid {
            guard (1...Self.largestDomid).contains(wanted), domain(wanted) == nil else {
                throw HostOperation.create.error(.fail, guest.name, "domid \(wanted) cannot be had")
            }
            return wanted
        }
        guard let domid = nextDomid() else {
            throw HostOperation.create.error(.fail, guest.name, "all domids are taken")
        }
        return domid
    }

    private func runtime(of guest: GuestConfiguration) -> SimulatedDomain.Runtime {
        let online = guest.vcpus.online
        return SimulatedDomain.Runtime(
            memoryTarget: guest.targetMemory - guest.videoMemory - guest.memoryFudge,
            memoryMaximum: guest.maximumMemory, videoMemory: guest.videoMemory, memoryHeld: guest.memoryNeed,
            vcpus: guest.vcpus.maximum ?? 1, onlineVCPUs: online.isEmpty ? [0] : online,
            cpupool: guest.cpupool.name ?? machine.defaultCPUPool, weight: guest.scheduling.weight ?? 256,
            cap: guest.scheduling.cap ?? 0,
            keyboards: guest.keyboards.enumerated().map { $1.devid ?? Int32($0) })
    }

    /// Adds what libxl adds to the configuration that it stores: video memory, and the devids and MACs of interfaces.
    private mutating func complete(_ guest: inout GuestConfiguration) {
        guest.memory.video = guest.videoMemory
        var devid = (guest.nics.compactMap(\.devid).max() ?? -1) + 1
        for index in guest.nics.indices {
            if guest.nics[index].devid == nil {
                guest.nics[index].devid = devid
                devid += 1
            }
            if guest.nics[index].mac == nil { guest.nics[index].mac = .random(using: &random) }
        }
        for index in guest.vtpms.indices {
            if guest.vtpms[index].devid == nil { guest.vtpms[index].devid = Int32(index) }
            if guest.vtpms[index].uuid == nil { guest.vtpms[index].uuid = .random(using: &random) }
        }
    }
}
