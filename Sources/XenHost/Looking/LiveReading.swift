import CXen
import FormatSupport
import GuestModel
import Host

/// What is read of a running domain itself, since libxl's stored configuration keeps what it was created with.
struct LiveReading: Sendable, Hashable {
    /// By vcpu, for all that the domain was made with.
    var hardAffinity: [CPUSet] = []
    var softAffinity: [CPUSet] = []
    var nodeAffinity = CPUSet()
    /// The number and name of its cpupool.
    var cpupool: UInt32 = 0
    var cpupoolName: String?
    /// libxl's JSON of each device that xenstore has, where those are not as many as libxl has stored.
    var disks: [String]?
    var nics: [String]?
    var keyboards: [String]?
    /// That of each USB device that is at a port of the domain's; nil where that cannot be told.
    var usbDevices: [String]?
    /// The vdevs of the CD drives whose guest has let the medium out.
    var ejected: Set<String> = []
    /// The vdevs of disks, and the MACs of interfaces, that have gone all but for their nodes in xenstore: whoever detached them was cut
    /// short.
    var leaving: Set<String> = []
}

extension LibxlWorker {
    /// Reads a domain. What cannot be read stays empty: then it is no difference either.
    ///
    /// - Parameter stored: libxl's configuration of it, for how many devices that has.
    func liveReading(
        of domain: DomainInformation, beside stored: libxl_domain_config, cpupools: [UInt32: String]
    ) -> LiveReading {
        let domid = domain.domid
        var reading = LiveReading()
        var count: Int32 = 0
        var cpus: Int32 = 0
        if let vcpus = libxl_list_vcpu(context.handle, domid, &count, &cpus) {
            for vcpu in UnsafeBufferPointer(start: vcpus, count: Int(count)) {
                reading.hardAffinity.append(CPUSet(vcpu.cpumap))
                reading.softAffinity.append(CPUSet(vcpu.cpumap_soft))
            }
            libxl_vcpuinfo_list_free(vcpus, count)
        }
        reading.nodeAffinity = nodeAffinity(of: domid)
        reading.cpupool = domain.cpupool
        reading.cpupoolName = cpupools[domain.cpupool]
        // What there is none of need not be asked for: each question is a way to xenstored and back.
        let kinds = (try? context.xenstore.list(DeviceKind.folder(of: domid))).map { Set($0) }
        for (kind, key) in [(DeviceKind.disk, "dev"), (.nic, "mac")] where kinds?.contains(kind.rawValue) ?? true {
            reading.leaving.formUnion(
                leaving(kind, of: domid).compactMap { try? context.xenstore.read("\($0)/\(key)") })
        }
        // To list devices takes long, to count them does not, and mostly there are as many as libxl knows of.
        func number(of kind: DeviceKind) -> Int? {
            guard let kinds else { return nil }
            return kinds.contains(kind.rawValue) ? (try? context.xenstore.list(kind.folder(of: domid)))?.count : 0
        }
        func differs(_ kind: DeviceKind, _ stored: Int32) -> Bool { number(of: kind).map { $0 != stored } ?? false }
        if differs(.disk, stored.num_disks) {
            reading.disks = devices(domid, .disk, libxl_device_disk_list, libxl_device_disk_list_free)
        }
        if differs(.nic, stored.num_nics) {
            reading.nics = devices(domid, .nic, libxl_device_nic_list, libxl_device_nic_list_free)
        }
        if differs(.keyboard, stored.num_vkbs) {
            // Of none libxl gives nothing, as when it cannot list them.
            reading.keyboards =
                devices(domid, .keyboard, libxl_device_vkb_list, libxl_device_vkb_list_free)
                ?? (number(of: .keyboard) == 0 ? [] : nil)
        }
        if let kinds {
            reading.usbDevices = kinds.contains(DeviceKind.usbController.rawValue) ? usbDevices(of: domid) : []
        }
        let disks = UnsafeBufferPointer(start: stored.disks, count: Int(stored.num_disks))
        if disks.contains(where: { $0.is_cdrom != 0 }) { reading.ejected = ejected(by: domid) }
        return reading
    }

    /// The USB devices at the ports of a domain's controllers; nil where they cannot be had.
    private func usbDevices(of domid: Domid) -> [String]? {
        // Of none libxl gives nothing, as when it cannot list them.
        devices(domid, .usbDevice, libxl_device_usbdev_list, libxl_device_usbdev_list_free)
            ?? ((try? hasUSBDevices(domid)) == false ? [] : nil)
    }

    private func hasUSBDevices(_ domid: Domid) throws(HostError) -> Bool {
        let folder = DeviceKind.usbController.folder(of: domid)
        for controller in try context.xenstore.list(folder) {
            let ports = "\(folder)/\(controller)/port"
            for port in try context.xenstore.list(ports) {
                if try context.xenstore.read("\(ports)/\(port)")?.isEmpty == false { return true }
            }
        }
        return false
    }

    /// Where libxl keeps what it knows of devices that are gone but for that.
    private func leaving(_ kind: DeviceKind, of domid: Domid) -> [String] {
        let folder = kind.folder(of: domid)
        return ((try? context.xenstore.list(folder)) ?? []).filter { isLeaving(kind, $0, of: domid) }.map {
            "\(folder)/\($0)"
        }
    }

    /// Whether a device is gone but for its nodes: its backend was told so, and has closed. One that has not closed yet, the guest
    /// may still hold, and never let go of.
    func isLeaving(_ kind: DeviceKind, _ number: String, of domid: Domid) -> Bool {
        guard let backend = try? context.xenstore.read("\(kind.folder(of: domid))/\(number)/backend"),
            (try? context.xenstore.read("\(backend)/online")) == "0"
        else { return false }
        return (try? context.xenstore.read("\(backend)/state")) == Self.closed
    }

    /// XenbusStateClosed.
    private static let closed = "6"

    private func ejected(by domid: Domid) -> Set<String> {
        Set(
            drives(of: domid).filter { (try? context.xenstore.read($0.ejectPath)) == CDDrive.ejected }.compactMap(
                vdev(of:)))
    }

    private func nodeAffinity(of domid: Domid) -> CPUSet {
        // libxl writes into what it is given, and does not make room.
        guard let nodes = LibxlBitmap(forNodesOf: context),
            libxl_domain_get_nodeaffinity(context.handle, domid, nodes.pointer) == 0
        else { return CPUSet() }
        return nodes.set
    }

    private func devices<Device>(
        _ domid: Domid, _ type: LibxlType<Device>,
        _ list: (OpaquePointer?, UInt32, UnsafeMutablePointer<Int32>?) -> UnsafeMutablePointer<Device>?,
        _ free: (UnsafeMutablePointer<Device>?, Int32) -> Void
    ) -> [String]? {
        var count: Int32 = 0
        guard let devices = list(context.handle, domid, &count) else { return nil }
        defer { free(devices, count) }
        return (0..<Int(count)).compactMap { type.json(of: devices + $0, context) }
    }
}

extension GuestConfiguration {
    /// This configuration, as libxl stored it, with what was read of the domain itself in the places of what is stale.
    mutating func refresh(from reading: LiveReading) {
        if !reading.hardAffinity.isEmpty { vcpus.hardAffinityByVCPU = reading.hardAffinity }
        if !reading.softAffinity.isEmpty { vcpus.softAffinityByVCPU = reading.softAffinity }
        if !reading.nodeAffinity.isEmpty { vcpus.nodeAffinity = reading.nodeAffinity }
        // Whoever asked for no domid in particular: xl writes that down.
        if let domid = creation.requestedDomid, domid >= LibxlWorker.randomDomid { creation.requestedDomid = nil }
        // Pool 0 is where a domain is that was put nowhere.
        if let pool = reading.cpupoolName, cpupool.name != nil || reading.cpupool != 0 { cpupool.name = pool }
        // libxl drops what xenstore has no more; what somebody added behind its back only xenstore knows.
        let vdevs = Set(disks.compactMap(\.vdev))
        disks += (reading.disks ?? []).compactMap { Disk(json: $0) }.filter { !vdevs.contains($0.vdev ?? "") }
        disks.removeAll { $0.vdev.map(reading.leaving.contains) ?? false }
        for index in disks.indices where disks[index].cdrom && reading.ejected.contains(disks[index].vdev ?? "") {
            disks[index].path = nil
            disks[index].format = .empty
        }
        let macs = Set(nics.compactMap(\.mac))
        nics += (reading.nics ?? []).compactMap { NetworkInterface(json: $0) }
            .filter { $0.mac.map { !macs.contains($0) } ?? true }
        nics.removeAll { $0.mac.map { reading.leaving.contains($0.description) } ?? false }
        // Keyboards are neither added nor dropped in what libxl stores.
        if let live = reading.keyboards { keyboards = live.compactMap { VirtualKeyboard(json: $0) } }
        // libxl stores a USB device without the port that it has found for it, and then takes it for one that has gone.
        if let live = reading.usbDevices { usbDevices = live.compactMap { USBDevice(json: $0) } }
    }
}

extension FieldRecord {
    /// A device as libxl writes it; nil for what is none.
    init?(json: String) {
        self.init()
        let tree = try? JSONReader.read(Array(json.utf8))
        guard let tree, (try? Self.fields.decode(tree, into: &self, at: FieldPath())) != nil else { return nil }
    }

    /// This device as libxl reads it.
    var json: String { JSONWriter.write(Self.fields.encode(self), style: .compact) }
}
