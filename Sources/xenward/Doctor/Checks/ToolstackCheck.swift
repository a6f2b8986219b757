/// Does somebody else act on guests, too?
enum ToolstackCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard patient.isSystem else { return [] }
        var findings: [Finding] = []
        findings += xendomains(patient)
        let daemons = ["libvirtd", "virtxend"].filter {
            isOn("\($0).service", patient) || isOn("\($0).socket", patient)
        }
        findings += daemons.map { daemon in
            .warn(
                "toolstacks", at: "\(daemon).service",
                "libvirt acts on the guests that it started, and does not see what xenward does to them",
                advice:
                    "systemctl disable --now \(daemon).service \(daemon).socket, once xenward looks after its guests")
        }
        if isOn("libvirt-guests.service", patient) {
            findings.append(
                .warn(
                    "toolstacks", at: "libvirt-guests.service",
                    "it stops or saves libvirt's guests when it is stopped, and when the host goes down",
                    advice: "systemctl disable libvirt-guests.service; do not stop it while libvirt has guests"))
        }
        // Its definition stays with the domain, and does nothing by itself.
        let kept = daemons.isEmpty ? [] : patient.keptByLibvirt.sorted()
        findings += kept.map {
            .problem(
                "toolstacks", at: $0, "libvirt keeps a definition of this guest, too, and starts it again by that",
                advice: "virsh autostart --disable \($0); it acts on it as long as it runs itself")
        }
        return findings.isEmpty ? [.ok("toolstacks", "neither xendomains nor libvirt acts on guests here")] : findings
    }

    /// It is mostly over when it has started its guests, and active all the same, so as to be stopped with the host.
    private static func xendomains(_ patient: Patient) -> [Finding] {
        let unit = patient.units["xendomains.service"]
        guard unit.isEnabled else {
            return unit.isActive
                ? [
                    .warn(
                        "toolstacks", at: "xendomains.service",
                        "it starts nothing any more, and stops or saves every domain that is left when the host goes down "
                            + "this time",
                        advice: "leave it: to stop it would stop or save the guests now; after the next boot it is off")
                ] : []
        }
        let what = StartCheck.automaticFolder(patient).map { "what is in \($0)" } ?? "nothing"
        return [
            .warn(
                "toolstacks", at: "xendomains.service",
                "xendomains starts \(what) when the host boots, and stops or saves every domain that is left when it goes down",
                advice:
                    "systemctl disable xendomains.service, once xenward looks after those guests; do not stop it: that would "
                    + "stop or save the guests")
        ]
    }

    private static func isOn(_ unit: String, _ patient: Patient) -> Bool {
        patient.units[unit].isOn
    }
}
