import GuestModel
import Observing
import Planning
import Testing

@Suite("What nobody did is no drift")
struct NoDriftTests {
    @Test("a drive whose medium somebody changed by xl is stored without libxl's defaults")
    func medium() throws {
        var guest = Situation.guest()
        guest.disks[0].coloEnable = false
        guest.disks[0].coloRestoreEnable = false
        guest.disks[0].trusted = true
        var situation = Situation.settled(guest)
        try situation.drift {
            $0.disks[0].coloEnable = nil
            $0.disks[0].coloRestoreEnable = nil
            $0.disks[0].trusted = nil
        }
        #expect(situation.plan.isEmpty && situation.plan.remarks.isEmpty)
        try situation.drift { $0.disks[0].coloEnable = true }
        #expect(situation.plan.actions.flatMap(\.changes).map(\.change.place) == ["disks[xvda].coloEnable"])
    }

    @Test("which scheduler a guest has, its cpupool decides: to move it back is all")
    func scheduler() throws {
        var situation = Situation.settled()
        try situation.drift { $0.scheduling.scheduler = .credit }
        #expect(situation.plan.isEmpty)
        try situation.drift { $0.cpupool.name = "second" }
        #expect(situation.plan.actions.flatMap(\.changes).map(\.change.place) == ["cpupool.name"])
        #expect(situation.plan.actions.map(\.kind) == [.live])
    }

    @Test("a guest that cannot be looked at is not called as it should be")
    func sick() {
        var situation = Situation.settled()
        situation.domains[0].configuration = .unknown(reason: "the device model does not answer")
        #expect(situation.plan.unchanged == 0)
        #expect(
            situation.plan.remarks.map(\.text) == ["its configuration cannot be had: the device model does not answer"])
    }
}
