import Definitions
import GuestModel
import XLConfig

/// Would somebody else start a guest of ours when the host boots?
enum StartCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard patient.isSystem else { return [] }
        let findings = byXendomains(patient) + byLibvirt(patient)
        return findings.isEmpty ? [.ok("start", "nobody else starts a guest of xenward's")] : findings
    }

    /// Where xendomains finds what it starts; nil when it starts nothing.
    static func automaticFolder(_ patient: Patient) -> String? {
        let lines = patient.files.text(of: "/etc/default/xendomains")?.split(separator: "\n") ?? []
        let value = lines.last { $0.hasPrefix("XENDOMAINS_AUTO=") }?.dropFirst("XENDOMAINS_AUTO=".count)
        let folder = value?.filter { $0 != "\"" && $0 != "'" } ?? "/etc/xen/auto"
        return folder.isEmpty ? nil : folder
    }

    private static func byXendomains(_ patient: Patient) -> [Finding] {
        guard let folder = automaticFolder(patient) else { return [] }
        // What is active and not enabled has started its guests already.
        let starts = patient.units["xendomains.service"].isEnabled
        return patient.files.names(in: folder).compactMap { file in
            let path = "\(folder)/\(file)"
            guard let name = name(in: path, patient), patient.concerned.contains(name) else { return nil }
            let text = "xenward looks after \(name), or would, and xendomains starts it, too"
            return starts
                ? .problem(
                    "start", at: path, text, advice: "systemctl disable xendomains.service, or remove the file there")
                : .ok("start", "\(path): \(name) is xenward's, and xendomains starts nothing at boot")
        }
    }

    private static func name(in path: String, _ patient: Patient) -> String? {
        guard let bytes = patient.files.bytes(of: path) else { return nil }
        return XLConfigReader().read(bytes, file: path).document?.configuration.name
    }

    private static func byLibvirt(_ patient: Patient) -> [Finding] {
        let folder = "/etc/libvirt/libxl/autostart"
        let isOn = ["libvirtd", "virtxend"].contains { daemon in
            ["service", "socket"].contains { patient.units["\(daemon).\($0)"].isOn }
        }
        guard isOn else { return [] }
        return patient.files.names(in: folder).filter { $0.hasSuffix(".xml") }.map { String($0.dropLast(4)) }
            .filter(patient.concerned.contains).map { name in
                .problem(
                    "start", at: "\(folder)/\(name).xml",
                    "xenward looks after \(name), or would, and libvirt starts it, too",
                    advice: "virsh autostart --disable \(name)")
            }
    }
}
