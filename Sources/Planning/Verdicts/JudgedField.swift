import GuestModel

/// A field whose changes are judged by themselves. Every other field goes by its ``FieldGroup``.
///
/// The raw value is ``Field/name``.
public enum JudgedField: String, Sendable, CaseIterable {
    case name
    case uuid
    case type
    case requestedDomid = "creation.requestedDomid"
    case cpupoolID = "cpupool.id"
    case cpupoolName = "cpupool.name"
    case memoryTarget = "memory.target"
    case memoryMaximum = "memory.maximum"
    case memoryClaimMode = "memory.claimMode"
    case firstDisk = "boot.firstDisk"
    case maximumVCPUs = "vcpus.maximum"
    case onlineVCPUs = "vcpus.online"
    case hardAffinity = "vcpus.hardAffinity"
    case hardAffinityByVCPU = "vcpus.hardAffinityByVCPU"
    case softAffinityByVCPU = "vcpus.softAffinityByVCPU"
    case nodeAffinity = "vcpus.nodeAffinity"
    case numaPlacement = "vcpus.numaPlacement"
    case scheduler = "scheduling.scheduler"
    case weight = "scheduling.weight"
    case cap = "scheduling.cap"
    case period = "scheduling.period"
    case budget = "scheduling.budget"
    case extratime = "scheduling.extratime"
    case slice = "scheduling.slice"
    case latency = "scheduling.latency"
    case hostMemoryMap = "pv.e820Host"
    case diskPath = "disks.path"
    case diskFormat = "disks.format"
    case diskReadWrite = "disks.readWrite"
    case diskRemovable = "disks.removable"
    case diskCDROM = "disks.cdrom"

    /// Nil for a field that goes by its group.
    public init?(_ field: Field) { self.init(rawValue: field.name) }
}

/// Fields that are judged alike. The raw value is the first part of ``Field/name``.
public enum FieldGroup: String, Sendable, CaseIterable {
    case creation
    case securityLabels
    case memory
    case cpuPolicy
    case virtualNodes
    case boot
    case clock
    case features
    case limits
    case deviceModel
    case hardware
    case pv
    case hvm
    case pvh
    case disks
    case nics
    case pciDevices
    case reservedDeviceMemory
    case deviceTreeDevices
    case framebuffers
    case keyboards
    case vtpms
    case p9Filesystems
    case pvcallsInterfaces
    case displays
    case soundDevices
    case channels
    case usbControllers
    case usbDevices
    case shutdownActions

    /// Nil for a field that is in no group.
    public init?(_ field: Field) {
        let name = field.name
        self.init(rawValue: String(name[..<(name.firstIndex(of: ".") ?? name.endIndex)]))
    }
}
