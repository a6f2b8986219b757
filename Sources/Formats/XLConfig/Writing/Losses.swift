import FormatSupport
import GuestModel

/// Finds out what a text does not say of a guest, from what it says when it is read back.
enum Losses {
    static func between(_ guest: GuestConfiguration, and back: GuestConfiguration) -> [WriteResult.Loss] {
        numbered(guest).changes(to: back).compactMap { change in
            if isHarmless(change) { return nil }
            let value = change.old.map { change.field.text(of: $0) } ?? "not set"
            return WriteResult.Loss(place: change.place, value: value, reason: reason(change, guest))
        }
    }

    /// The guest with a number for each device that has none: the one that xl gives it.
    private static func numbered(_ guest: GuestConfiguration) -> GuestConfiguration {
        func number<D>(_ devices: inout [D], _ path: WritableKeyPath<D, Int32?>) {
            for index in devices.indices where devices[index][keyPath: path] == nil {
                devices[index][keyPath: path] = Int32(index)
            }
        }
        var guest = guest
        number(&guest.nics, \.devid)
        number(&guest.framebuffers, \.devid)
        number(&guest.keyboards, \.devid)
        number(&guest.vtpms, \.devid)
        number(&guest.pvcallsInterfaces, \.devid)
        number(&guest.displays, \.devid)
        number(&guest.soundDevices, \.devid)
        number(&guest.channels, \.devid)
        number(&guest.usbControllers, \.devid)
        return guest
    }

    /// libxl starts the first vcpu of a guest that does not say which are to be online.
    private static let firstAlone: FieldValue = .list([.integer(0)])

    /// What xl.conf says comes in by itself where the guest leaves it open; a disk of no format is a raw one, and of a PCI
    /// device without a mask the one function that its address names is passed through.
    private static func isHarmless(_ change: FieldChange) -> Bool {
        if change.field.name == "vcpus.online", [change.old, change.new].allSatisfy({ $0 ?? firstAlone == firstAlone })
        {
            return true
        }
        guard change.old == nil, !change.isWholeDevice else { return false }
        return contributedByHost.contains(change.field.name)
            || change.field.name == "disks.format" && change.new == .string("raw")
            || change.field.name == "pciDevices.functionMask" && change.new == .integer(1)
    }

    private static let contributedByHost: Set<String> = [
        "creation.runHotplugScripts", "memory.claimMode", "limits.grantFrames", "limits.maptrackFrames",
        "limits.grantVersion", "nics.script", "nics.bridge", "nics.gatewayDevice", "nics.backendDomain",
    ]

    private static func reason(_ change: FieldChange, _ guest: GuestConfiguration) -> String {
        let name = change.field.name
        if name == "memory.maximum", !guest.virtualNodes.isEmpty {
            return "xl takes what the cells of vnuma have together"
        }
        if change.field.unit == .kibibytes { return "xl.cfg counts memory in MiB" }
        if contributedByHost.contains(name), change.new != nil {
            return "xl takes it from xl.conf, which says something else"
        }
        if change.old == nil, let new = change.new { return "xl sets it to \(change.field.text(of: new))" }
        if change.isWholeDevice { return "xl.cfg cannot describe such a device" }
        return change.new == nil ? "xl.cfg has no way to say it" : "xl.cfg cannot say it so"
    }
}
