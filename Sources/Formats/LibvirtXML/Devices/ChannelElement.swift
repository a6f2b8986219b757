import FormatSupport
import GuestModel

/// `channel`: a byte stream between the guest and its backend domain.
enum ChannelElement {
    static func read(_ devices: Element, into draft: inout DomainDraft) {
        for element in devices.children("channel") {
            guard let target = element.child("target") else {
                element.lacks("a <target> with a name")
                continue
            }
            if let type = target.attribute("type"), type.text != "xen" {
                element.dismiss(
                    .warning, .meaningless, "a <channel> to '\(type.text)' has no meaning on Xen: 'xen' has")
                continue
            }
            guard let name = target.attribute("name") else {
                target.lacks("a name")
                continue
            }
            var channel = Channel()
            channel.name = name.text
            let type = element.attribute("type")
            switch type?.text ?? "pty" {
            case "pty": channel.connection = .pty
            case "unix":
                let source = element.child("source")
                if let mode = source?.attribute("mode"), mode.text != "bind" {
                    mode.note(
                        .warning, .unsupported,
                        "libxl's channels listen: a <source> of mode '\(mode.text)' becomes 'bind'")
                }
                channel.connection = .socket(
                    path: source?.attribute("path")?.text ?? pathOfLibvirt(element, name.text, draft.guest.name))
            default: type?.refuse("'pty' or 'unix'")
            }
            draft.guest.channels.append(channel)
        }
    }

    /// Where libvirt puts the socket of a channel that does not say it.
    private static func pathOfLibvirt(_ channel: Element, _ name: String, _ guest: String) -> String {
        let folder = "/var/lib/libvirt/libxl/channel/target"
        let path = "\(folder)/\(guest)-\(name)"
        channel.report(
            .warning, .value, "no path is given: \(path) is taken, as libvirt does, and \(folder) has to exist")
        return path
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        for channel in guest.channels {
            guard let name = channel.name, let connection = channel.connection else { continue }
            switch connection {
            case .pty:
                output.element("channel", ["type": "pty"]) { $0.element("target", ["type": "xen", "name": name]) }
            case .socket(let path):
                output.element("channel", ["type": "unix"]) { output in
                    if let path { output.element("source", ["mode": "bind", "path": path]) }
                    output.element("target", ["type": "xen", "name": name])
                }
            }
        }
    }
}
