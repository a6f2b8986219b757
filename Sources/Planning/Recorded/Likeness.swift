import GuestModel

/// A definition beside a domain that somebody else made, from it or from something like it.
public struct Likeness: Sendable, Hashable {
    /// The definition, with what the domain has been given where it has none of its own: uuid, MACs and devids.
    public let desired: GuestConfiguration
    /// The definition as far as it holds; where it does not, what the domain has. So a plan shows the difference as its
    /// author's change.
    public let given: GuestConfiguration

    /// - Parameters:
    ///   - observed: what the domain is; of the definition's type.
    ///   - defaultCPUPool: where a domain runs that names no cpupool.
    /// - Throws: ``FieldValueError`` when the two cannot be compared.
    public init(
        of observed: GuestConfiguration, uuid: GuestUUID, by definition: GuestConfiguration, defaultCPUPool: String
    ) throws(FieldValueError) {
        let desired = definition.completed(from: observed, uuid: uuid)
        let seen = desired.hasLegacyPlaces ? observed : observed.withoutLegacyPlaces
        let differences = seen.changes(to: desired).filter {
            $0.isDifference(between: seen, and: desired, defaultCPUPool: defaultCPUPool)
        }
        self.desired = desired
        given = try desired.applying(
            differences.map { FieldChange(field: $0.field, device: $0.device, old: $0.new, new: $0.old) })
    }
}

extension FieldChange {
    /// Whether a running domain is really another one than its definition says: what the author leaves out, libxl has
    /// filled in.
    fileprivate func isDifference(
        between observed: GuestConfiguration, and desired: GuestConfiguration, defaultCPUPool: String
    ) -> Bool {
        if FieldGroup(field) == .reservedDeviceMemory { return new != nil }
        if isBuiltInKeyboard(of: observed, desired) || isMatterOfToolstack { return false }
        guard new != nil else { return isWholeDevice || saysSomethingByAbsence }
        switch JudgedField(field) {
        case .cpupoolName: return old != nil || new != .string(defaultCPUPool)
        case .memoryTarget: return !isFudge(in: observed)
        case .hardAffinityByVCPU, .softAffinityByVCPU:
            // The host says it of every vcpu, the author of those that matter.
            guard let wanted = new?.elements, let seen = old?.elements else { return true }
            return Array(seen.prefix(wanted.count)) != wanted
        default: return true
        }
    }

    /// What another toolstack does itself, where libxl is told to: libvirt resets guests softly, and takes VNC ports from a pool of
    /// its own.
    private var isMatterOfToolstack: Bool {
        if field.name == "shutdownActions.onSoftReset" { return old == nil }
        return field.name.hasSuffix("vnc.findUnused") && old == .string("False") && new == .string("True")
    }

    /// libxl gives every HVM guest a keyboard of its device model's.
    private func isBuiltInKeyboard(of observed: GuestConfiguration, _ desired: GuestConfiguration) -> Bool {
        guard FieldGroup(field) == .keyboards, isWholeDevice, new == nil, case .hvm = observed.type else {
            return false
        }
        return desired.keyboards.isEmpty && old?["backend_type"]?.string == KeyboardBackend.qemu.rawValue
    }

    /// A yes or no, a medium, what is booted, a password, a label, a limit: left out, it is no, none, or another way to boot. libxl
    /// makes up none of these, but it numbers every domain's label.
    private var saysSomethingByAbsence: Bool {
        if case .boolean = old { return true }
        if field.isSecret || Self.limitsOfInterfaces.contains(field.name) { return true }
        return switch JudgedField(field) {
        case .diskPath, .diskReadWrite, .diskRemovable, .diskCDROM: true
        case .firstDisk: false
        default:
            switch FieldGroup(field) {
            case .shutdownActions, .boot, .hardware, .cpuPolicy: true
            case .securityLabels: old?.string != nil
            default: false
            }
        }
    }

    private static let limitsOfInterfaces: Set = ["nics.rateBytesPerInterval", "nics.backendDomain"]

    /// libxl reports 1 MiB more than it was asked for, of an HVM guest with more maxmem than memory.
    private func isFudge(in observed: GuestConfiguration) -> Bool {
        guard case .hvm = observed.type, case .integer(let old) = old, case .integer(let new) = new else {
            return false
        }
        return old - new == 1024
    }
}
