/// Does an xl that stayed behind watch a guest of ours?
enum XLDaemonCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard patient.isSystem else { return [] }
        let daemons = patient.files.xlDaemons.filter { patient.concerned.contains($0.guest) }
        guard !daemons.isEmpty else { return [.ok("xl", "no xl process watches a guest of xenward's")] }
        return daemons.map { daemon in
            let place = "process \(daemon.pid) (\(daemon.command))"
            guard patient.owned.contains(daemon.guest) else {
                return .warn(
                    "xl", at: place,
                    "it watches \(daemon.guest), and starts it again by its own lights when it reboots",
                    advice: "xenward adopt \(daemon.guest), then kill \(daemon.pid); the guest runs on")
            }
            return .problem(
                "xl", at: place,
                "it watches \(daemon.guest), which xenward looks after: both would act when the guest shuts down",
                advice: "kill \(daemon.pid); the guest runs on")
        }
    }
}
