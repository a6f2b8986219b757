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
        let unrestricted = unrestricted(patient)
        guard !unrestricted.isEmpty else { return [.ok("bootloader", "pygrub runs restricted")] }
        let way = unrestricted.map { $0.map { "systemctl edit \($0)" } ?? "export \(variable)=1" }
        return guests.map {
            .warn(
                "bootloader", at: $0.name, "pygrub reads the guest's own disk as root, unrestricted",
                advice:
                    "set \(variable)=1 for xenward (\(way.joined(separator: ", "))), or boot by pvgrub, PVH or a kernel in dom0"
            )
        }
    }

    /// The services that act by themselves and give pygrub root's rights; nil stands for commands typed in this environment, where
    /// nothing acts by itself.
    private static func unrestricted(_ patient: Patient) -> [String?] {
        let acting = [("xenward.service", "xenward.service"), ("xenward-apply.timer", "xenward-apply.service")]
            .filter { patient.units[$0.0].isOn }.map(\.1)
        guard !acting.isEmpty else { return patient.environment(variable) == nil ? [nil] : [] }
        return acting.filter { !patient.units[$0].environment.contains(variable) }
    }
}
