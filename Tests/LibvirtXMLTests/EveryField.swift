import FormatSupport
import GuestModel

/// Guests in which one field has one value, for every field that the model has.
///
/// The values are found out by asking libxl's JSON which of some candidates a field takes: nobody can forget a field that
/// is added to the model.
enum EveryField {
    struct Case: Sendable, CustomStringConvertible {
        var field: Field
        var value: FieldValue
        var guest: GuestConfiguration

        var description: String { "\(guest.type.kind.rawValue) guest with \(field.name) = \(value)" }
    }

    /// Fields that are the guest's name and type, or a list whose members are fields of their own.
    private static let isNoValue: Set<String> = ["type", "name"]

    /// A guest for each value of a field, of each type that has the field.
    static func cases(of field: Field) -> [Case] {
        if isNoValue.contains(field.name) { return [] }
        return GuestType.Kind.allCases.flatMap { kind -> [Case] in
            let base = base(kind)
            let cases = candidates.lazy.compactMap { value -> Case? in
                let tree = base.fieldValue.setting(value, at: path(of: field)[...])
                guard let guest = try? GuestConfiguration(fieldValue: tree), guest != base,
                    GuestRules.check(guest).isEmpty
                else { return nil }
                return Case(field: field, value: value, guest: guest)
            }
            // A field that takes more than any enumeration has takes every text, and a few are enough.
            let some = Array(cases.prefix(16))
            return some.count < 16 ? some : Array(some.prefix(3))
        }
    }

    /// Where libxl's JSON has it: what a channel is connected to goes by several names, of which this is one.
    private static func path(of field: Field) -> [String] {
        field.libxlPath.map { $0 == "connection" ? "connection.pty" : $0 }
    }

    /// One of each device, so that a device's field has one to stand in.
    static func base(_ kind: GuestType.Kind) -> GuestConfiguration {
        var guest = GuestConfiguration(name: "probe", type: kind.standard)
        guest.memory.target = 262_144
        guest.memory.maximum = 524_288
        guest.vcpus.maximum = 4
        var disk = Disk()
        disk.vdev = "xvda"
        disk.path = "/dev/pool/probe"
        guest.disks = [disk]
        guest.nics = [NetworkInterface()]
        guest.pciDevices = [PCIDevice()]
        guest.pciDevices[0].bus = 3
        guest.usbControllers = [USBController()]
        return guest
    }

    private static let candidates: [FieldValue] = {
        var values: [FieldValue] = [
            .boolean(true), .string("True"), .string("False"), .integer(0), .integer(1), .integer(2), .integer(4096),
            .integer(70_000), .integer(300_000), .integer(-3), .string("some text"), .string("a<b>&\"'\\\t\u{1}c"),
            .string("/a/path"), .string("1.2.3.4"), .string("00:16:3e:00:00:09"), .string(""),
            .string("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11"), .list([.string("a b"), .string("")]),
            .list([.integer(0), .integer(2)]), .list([.list([.integer(1)]), .list([.integer(0), .integer(3)])]),
            .list((0..<16).map { .integer($0) }), .record([.init("key", .string("value"))]),
            .record([.init("path", .string("/a/path"))]), .record([.init("hostbus", .integer(2))]), .record([]),
            .list([.record([])]), .list([.record([]), .record([])]), .list([.string("s8")]),
        ]
        for words in [
            ShutdownAction.allCases.map(\.rawValue), TSCMode.allCases.map(\.rawValue),
            TimerMode.allCases.map(\.rawValue), Passthrough.allCases.map(\.rawValue),
            DeviceModelVersion.allCases.map(\.rawValue), Scheduler.allCases.map(\.rawValue),
            BIOS.allCases.map(\.rawValue), VGACard.allCases.map(\.rawValue), DiskBackend.allCases.map(\.rawValue),
            DiskFormat.allCases.map(\.rawValue), DiskSpecification.allCases.map(\.rawValue),
            DiskTransport.allCases.map(\.rawValue), NICType.allCases.map(\.rawValue),
            USBControllerType.allCases.map(\.rawValue), Altp2mMode.allCases.map(\.rawValue),
            TEE.allCases.map(\.rawValue), GICVersion.allCases.map(\.rawValue), VirtualUART.allCases.map(\.rawValue),
            HardDiskController.allCases.map(\.rawValue), GFXPassthroughKind.allCases.map(\.rawValue),
            VendorDevice.allCases.map(\.rawValue), RDMStrategy.allCases.map(\.rawValue),
            RDMPolicy.allCases.map(\.rawValue),
        ] { values += words.map { .string($0) } }
        return values
    }()
}

extension FieldValue {
    /// With a value at a path of names, below which lists get one element.
    fileprivate func setting(_ value: FieldValue, at path: ArraySlice<String>) -> FieldValue {
        guard let name = path.first else { return value }
        guard case .record(var members) = self else { return self }
        let index = members.firstIndex { $0.name == name }
        let old = index.map { members[$0].value }
        let new: FieldValue =
            switch old {
            case _ where path.count == 1: value
            case .list(let elements)?:
                .list([(elements.first ?? .record([])).setting(value, at: path.dropFirst())])
            case let old?: old.setting(value, at: path.dropFirst())
            case nil:
                EveryField.isList(name, before: path.dropFirst().first)
                    ? .list([FieldValue.record([]).setting(value, at: path.dropFirst())])
                    : FieldValue.record([]).setting(value, at: path.dropFirst())
            }
        if let index { members[index].value = new } else { members.append(.init(name, new)) }
        return .record(members)
    }
}

extension EveryField {
    /// Whether a name stands for a list of records in libxl's JSON.
    static func isList(_ name: String, before next: String?) -> Bool {
        let lists = [
            "rdms", "dtdevs", "vfbs", "vkbs", "vtpms", "p9s", "pvcallsifs", "vdispls", "vsnds", "channels", "usbctrls",
            "usbdevs", "vnuma_nodes", "ioports", "iomem", "connectors", "pcms", "streams", "msr",
        ]
        // libxl has a record of that name, with a list of that name in it.
        return lists.contains(name) || name == "cpuid" && next != "cpuid" && next != "msr"
    }
}
