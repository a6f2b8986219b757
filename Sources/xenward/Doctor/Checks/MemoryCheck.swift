/// Where does the memory for guests come from?
enum MemoryCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard let balloons = patient.balloons else { return [] }
        guard balloons else { return [.ok("memory", "dom0 keeps its memory; guests get what is free")] }
        return [
            .warn(
                "memory", at: "xl.conf",
                "autoballoon is on: dom0 gives up memory for each guest, and one start at a time holds xl's lock",
                advice: "boot Xen with dom0_mem=SIZE,max:SIZE, and set autoballoon=\"off\" in /etc/xen/xl.conf")
        ]
    }
}
