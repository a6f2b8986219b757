import GuestModel
import Host
import Planning
import Testing

@Suite("What happens to single domains concerns the guests that they are") struct ConcernTests {
    private let other: GuestUUID = {
        var generator = SystemRandomNumberGenerator()
        return .random(using: &generator)
    }()

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

    @Test("a domain of somebody else's may stand in any guest's way, as long as it is there")
    func strangers() {
        var situation = Situation.settled()
        #expect(situation.input.guests(of: [3, 7]) == ["web1"])
        var stranger = situation.domains[0]
        stranger.domid = 7
        stranger.uuid = other
        stranger.nonce = nil
        situation.domains.append(stranger)
        #expect(situation.input.guests(of: [3, 7]) == nil)
        situation.domains = [situation.domains[0]]
        #expect(situation.input.guests(of: [7]) == [], "it is gone")
    }

    @Test("a domain that is gone, and that no record names, may have been that of a guest which has none now")
    func unnamed() {
        var situation = Situation.settled()
        situation.domains = []
        #expect(situation.input.guests(of: [7]) == ["web1"])
    }

    @Test("a domid of an earlier boot is another domain's by now")
    func earlierBoot() {
        var situation = Situation.settled()
        situation.bootID = "boot-2"
        situation.domains[0].uuid = other
        situation.domains[0].nonce = nil
        #expect(situation.input.guests(of: [3]) == nil)
    }
}
