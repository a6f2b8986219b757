/// Is there a Xen host to work with?
enum XenCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard !patient.troubles.contains(where: { $0.subject == "xen" }) else { return [] }
        return [
            .ok(
                "xen",
                patient.isSystem
                    ? "this is the control domain of a Xen host, and Xen answers"
                    : "an embedded host answers; nothing of this machine is looked at")
        ]
    }
}
