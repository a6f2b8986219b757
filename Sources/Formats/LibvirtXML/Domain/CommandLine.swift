import FormatSupport
import GuestModel

/// `xen:commandline`: further arguments for the device model.
enum CommandLine {
    static let namespace = "http://libvirt.org/schemas/domain/xen/1.0"

    static func read(_ domain: Element, into draft: inout DomainDraft) {
        guard let line = domain.child("commandline", namespace: namespace) else { return }
        for argument in line.children("arg", namespace: namespace) {
            guard let value = argument.attribute("value") else {
                argument.lacks("a value")
                continue
            }
            draft.guest.deviceModel.arguments.append(value.text)
        }
    }

    /// Those that the XML has no other word for.
    static func arguments(_ guest: GuestConfiguration) -> [String] { CharacterDevices.parallels(guest).others }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        output.group("xen:commandline") { output in
            for argument in arguments(guest) { output.element("xen:arg", ["value": argument]) }
        }
    }
}
