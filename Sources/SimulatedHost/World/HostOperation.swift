import Host

/// What a host can be asked, as a word: to name it in faults, in the history, and in errors.
public enum HostOperation: String, Sendable, Hashable, CaseIterable {
    case observe
    case domain
    case answer
    case create
    case destroy
    case shutDown = "shut_down"
    case saveMemory = "save_memory"
    case resume
    case restore
    case removeMemory = "remove_memory"
    case pause
    case unpause
    case preserve
    case dumpCore = "dump_core"
    case softReset = "soft_reset"
    case rename
    case setMemoryTarget = "set_memory_target"
    case setMaximumMemory = "set_maximum_memory"
    case setOnlineVCPUs = "set_online_vcpus"
    case setAffinity = "set_affinity"
    case setNodeAffinity = "set_node_affinity"
    case move
    case setScheduling = "set_scheduling"
    case attach
    case detach
    case insertMedium = "insert_medium"
    case userdata
    case storeUserdata = "store_userdata"
    case otherToolstacks = "other_toolstacks"
    case xenstoreValue = "xenstore_value"

    /// libxl's function for it.
    public var libxlName: String {
        switch self {
        case .observe: "libxl_list_domain"
        case .domain: "libxl_domain_info"
        case .answer: "libxl_get_physinfo"
        case .create: "libxl_domain_create_new"
        case .destroy: "libxl_domain_destroy"
        case .shutDown: "libxl_domain_shutdown"
        case .saveMemory: "libxl_domain_suspend"
        case .resume: "libxl_domain_resume"
        case .restore: "libxl_domain_create_restore"
        case .removeMemory: "unlink"
        case .pause: "libxl_domain_pause"
        case .unpause: "libxl_domain_unpause"
        case .preserve: "libxl_domain_preserve"
        case .dumpCore: "libxl_domain_core_dump"
        case .softReset: "libxl_domain_soft_reset"
        case .rename: "libxl_domain_rename"
        case .setMemoryTarget: "libxl_set_memory_target"
        case .setMaximumMemory: "libxl_domain_setmaxmem"
        case .setOnlineVCPUs: "libxl_set_vcpuonline"
        case .setAffinity: "libxl_set_vcpuaffinity"
        case .setNodeAffinity: "libxl_domain_set_nodeaffinity"
        case .move: "libxl_cpupool_movedomain"
        case .setScheduling: "libxl_domain_sched_params_set"
        case .attach: "libxl_device_add"
        case .detach: "libxl_device_remove"
        case .insertMedium: "libxl_cdrom_insert"
        case .userdata, .otherToolstacks: "libxl_userdata_retrieve"
        case .storeUserdata: "libxl_userdata_store"
        case .xenstoreValue: "xs_read"
        }
    }

    /// Whether it changes something.
    public var isEffect: Bool {
        switch self {
        case .observe, .domain, .answer, .userdata, .otherToolstacks, .xenstoreValue: false
        default: true
        }
    }

    func error(_ code: LibxlError, _ domain: String?, _ detail: String) -> HostError {
        HostError(libxlName, code, domain: domain, detail: detail)
    }
}

extension PluggableDevice {
    /// The device's word in libxl's functions: `disk` in `libxl_device_disk_add`.
    var libxlKind: String {
        switch self {
        case .disk: "disk"
        case .nic: "nic"
        case .pci: "pci"
        case .usbController: "usbctrl"
        case .usbDevice: "usbdev"
        case .keyboard: "vkb"
        }
    }
}
