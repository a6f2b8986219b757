/// Where libxl kept some fields before it moved them to where all types of guest have them. Its callers may use the old
/// places still; it looks there when the new one is empty (`libxl__domain_build_info_setdefault`).
extension GuestConfiguration {
    /// Moves what stands in the old places to the new ones, as libxl does before it builds.
    public mutating func leaveOldPlaces() {
        switch type {
        case .pv(var pv):
            boot.takeOver(&pv)
            type = .pv(pv)
        case .hvm(var hvm):
            features.acpi = features.acpi ?? hvm.legacyACPI
            features.apic = features.apic ?? hvm.legacyAPIC
            features.nestedHVM = features.nestedHVM ?? hvm.legacyNestedHVM
            clock.timerMode = clock.timerMode ?? hvm.legacyTimerMode
            hvm.legacyACPI = nil
            hvm.legacyAPIC = nil
            hvm.legacyNestedHVM = nil
            hvm.legacyTimerMode = nil
            type = .hvm(hvm)
        case .pvh: break
        }
    }
}

extension Boot {
    fileprivate mutating func takeOver(_ pv: inout PV) {
        kernel = kernel ?? pv.legacyKernel
        ramdisk = ramdisk ?? pv.legacyRamdisk
        commandLine = commandLine ?? pv.legacyCommandLine
        bootloader = bootloader ?? pv.legacyBootloader
        if bootloaderArguments.isEmpty { bootloaderArguments = pv.legacyBootloaderArguments }
        pv.legacyKernel = nil
        pv.legacyRamdisk = nil
        pv.legacyCommandLine = nil
        pv.legacyBootloader = nil
        pv.legacyBootloaderArguments = []
    }
}
