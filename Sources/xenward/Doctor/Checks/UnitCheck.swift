/// Do xenward's own units go together?
enum UnitCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard patient.isSystem else { return [] }
        let watcher = patient.units["xenward.service"]
        let timer = patient.units["xenward-apply.timer"]
        if watcher.isActive && timer.isActive || watcher.isEnabled && timer.isEnabled {
            return [
                .problem(
                    "units", at: "xenward-apply.timer", "the watcher and the timer are both on; one of them is enough",
                    advice: "systemctl disable --now xenward-apply.timer")
            ]
        }
        guard watcher.isActive || timer.isActive else {
            return [
                .warn(
                    "units", at: "xenward.service",
                    "nothing of xenward runs by itself: guests that end are not started again",
                    advice: "systemctl enable --now xenward.service, once \"xenward plan\" shows what you want")
            ]
        }
        guard watcher.isEnabled || timer.isEnabled else {
            return [
                .warn(
                    "units", at: "xenward.service", "xenward runs now, and will not when the host has booted",
                    advice: "systemctl enable \(watcher.isActive ? "xenward.service" : "xenward-apply.timer")")
            ]
        }
        return [.ok("units", "\(watcher.isActive ? "the watcher" : "the timer") is on")]
    }
}
