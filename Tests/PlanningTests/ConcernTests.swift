import GuestModel
import Host
import Planning
import Testing

@Suite("What happens to single domains concerns the guests that they are") struct ConcernTests {
    @Test("a domain that runs, or one that is gone, is its guest by the record")
    func known() {
        var situation = Situation.settled()
        #expect(situation.input.guests(of: [3]) == ["web1"])
        situation.domains = []
        #expect(situation.input.guests(of: [3]) == ["web1"])
        situation.definitions = []
        #expect(situation.input.guests(of: [3]) == ["web1"], "also when its definition is gone")
    }

    @Test("a domain that took another's place is its guest, too")
    func successor() {
        var situation = Situation.settled()
        situation.domains[0].domid = 4
        #expect(situation.input.guests(of: [3, 4]) == ["web1"])
    }

    @Test("a domain of somebody else's, or of an earlier boot, is no guest")
    func strangers() {
        var situation = Situation.settled()
        #expect(situation.input.guests(of: [3, 7]) == nil)
        situation.bootID = "boot-2"
        situation.domains = []
        #expect(situation.input.guests(of: [3]) == nil)
    }
}
