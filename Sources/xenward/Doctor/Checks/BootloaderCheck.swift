import GuestModel
import Planning

/// Does root read what guests have written on their disks?
enum BootloaderCheck {
    /// Whatever its value is, libxl takes pygrub's rights away (xl(1)).
    private static let variable = "LIBXL_BOOTLOADER_RESTRICT"

    @Sendable static func findings(of patient: Patient) -> [Finding] {
        let guests = patient.definitions.filter { definition in
            let loader = definition.document?.configuration.boot.bootloader?.split(separator: "/").last
            return loader?.hasPrefix("pygrub") ?? false
        }
        guard patient.isSystem, !guests.isEmpty else { return [] }
        guard !isRestricted(patient) else { return [.ok("bootloader", "pygrub runs restricted")] }
        return guests.map {
            .warn(
                "bootloader", at: $0.name, "pygrub reads the guest's own disk as root, unrestricted",
                advice:
                    "set \(variable)=1 for xenward (systemctl edit xenward.service), or boot by pvgrub, PVH or a kernel in dom0"
            )
        }
    }

    /// In this process' environment, or in what the administrator adds to the watcher's unit or the timer's.
    private static func isRestricted(_ patient: Patient) -> Bool {
        if patient.environment(variable) != nil { return true }
        let files = ["xenward", "xenward-apply"].map { "/etc/systemd/system/\($0).service.d" }.flatMap { folder in
            patient.files.names(in: folder).map { "\(folder)/\($0)" }
        }
        return files.contains { file in
            let lines = patient.files.text(of: file)?.split(separator: "\n") ?? []
            return lines.contains { $0.hasPrefix("Environment=") && $0.contains("\(variable)=") }
        }
    }
}
