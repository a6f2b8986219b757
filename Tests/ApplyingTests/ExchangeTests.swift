import Applying
import GuestModel
import Host
import Lives
import Planning
import SimulatedHost
import Testing

@Suite("Running guests take over each other's devices in one run")
struct ExchangeTests {
    /// Guests with a disk of their own name each, and another one that is their data.
    private func ward(_ data: [String: String]) async throws -> (Ward, [String: GuestConfiguration]) {
        let ward = Ward()
        var guests: [String: GuestConfiguration] = [:]
        for (name, path) in data {
            var guest = Ward.guest(name)
            var disk = Disk()
            disk.vdev = "xvdb"
            disk.path = path
            disk.readWrite = true
            guest.disks.append(disk)
            guests[name] = guest
            ward.define(guest)
        }
        #expect(try await ward.apply().isComplete == true)
        return (ward, guests)
    }

    private func domids(_ ward: Ward) async throws -> [UInt32] { try await ward.host.observe().domains.map(\.domid) }

    private func data(of name: String, _ ward: Ward) async throws -> String? {
        try await ward.observed(name).disks.first { $0.vdev == "xvdb" }?.path
    }

    /// One run gives each guest what it is to have, in the domain that runs, and leaves nothing to do.
    private func expectExchange(_ after: [String: String], _ ward: Ward, _ guests: [String: GuestConfiguration])
        async throws
    {
        let before = try await domids(ward)
        for (name, path) in after {
            guard var guest = guests[name] else { continue }
            guest.disks[1].path = path
            ward.define(guest)
        }
        let report = try await ward.apply()
        #expect(report.isComplete, "\(report.outcomes.map(\.result))")
        for (name, path) in after { #expect(try await data(of: name, ward) == path) }
        #expect(try await domids(ward) == before)
        #expect(try await ward.plan() == Plan(unchanged: guests.count))
    }

    @Test("two guests exchange their disks")
    func disks() async throws {
        let (ward, guests) = try await ward(["a": "/dev/vg0/1", "b": "/dev/vg0/2"])
        try await expectExchange(["a": "/dev/vg0/2", "b": "/dev/vg0/1"], ward, guests)
    }

    @Test("each of three guests gets the disk of the next, and the last one another")
    func chain() async throws {
        let (ward, guests) = try await ward(["a": "/dev/vg0/1", "b": "/dev/vg0/2", "c": "/dev/vg0/3"])
        try await expectExchange(["a": "/dev/vg0/2", "b": "/dev/vg0/3", "c": "/dev/vg0/4"], ward, guests)
    }

    @Test("a disk that its guest gets under another vdev comes back to it")
    func vdevs() async throws {
        let (ward, guests) = try await ward(["a": "/dev/vg0/1", "b": "/dev/vg0/2"])
        for (name, path) in [("a", "/dev/vg0/2"), ("b", "/dev/vg0/1")] {
            guard var guest = guests[name] else { continue }
            guest.disks[1].path = path
            guest.disks[1].vdev = "xvdc"
            ward.define(guest)
        }
        #expect(try await ward.apply().isComplete == true)
        #expect(try await ward.plan() == Plan(unchanged: 2))
        #expect(try await ward.observed("a").disks.map(\.path) == ["/dev/vg0/a", "/dev/vg0/2"])
        #expect(try await ward.observed("b").disks.map(\.path) == ["/dev/vg0/b", "/dev/vg0/1"])
    }

    @Test("a guest that takes part moves a disk of its own to another vdev as well")
    func movesItsOwn() async throws {
        let (ward, guests) = try await ward(["a": "/dev/vg0/1", "b": "/dev/vg0/2"])
        for (name, path) in [("a", "/dev/vg0/2"), ("b", "/dev/vg0/1")] {
            guard var guest = guests[name] else { continue }
            guest.disks[1].path = path
            if name == "a" { guest.disks[0].vdev = "xvdd" }
            ward.define(guest)
        }
        #expect(try await ward.apply().isComplete == true)
        #expect(try await ward.plan() == Plan(unchanged: 2))
        #expect(try await data(of: "a", ward) == "/dev/vg0/2")
        #expect(try await ward.observed("a").disks.contains { $0.vdev == "xvdd" && $0.path == "/dev/vg0/a" })
    }

    @Test("two guests exchange their MAC addresses")
    func addresses() async throws {
        let (ward, guests) = try await ward(["a": "/dev/vg0/1", "b": "/dev/vg0/2"])
        let before = (a: try await ward.observed("a").nics[0].mac, b: try await ward.observed("b").nics[0].mac)
        for (name, mac) in [("a", before.b), ("b", before.a)] {
            guard var guest = guests[name] else { continue }
            guest.nics[0].mac = mac
            ward.define(guest)
        }
        #expect(try await ward.apply().isComplete == true)
        #expect(try await ward.plan() == Plan(unchanged: 2))
        #expect(try await ward.observed("a").nics.map(\.mac) == [before.b])
        #expect(try await ward.observed("b").nics.map(\.mac) == [before.a])
    }

    @Test("while one of them holds what it has, or cannot have the other's, both keep what they have")
    func held() async throws {
        let (ward, guests) = try await ward(["a": "/dev/vg0/1", "b": "/dev/vg0/2", "c": "/dev/vg0/3"])
        func define(_ wanted: [String: String]) {
            for (name, path) in wanted {
                guard var guest = guests[name] else { continue }
                guest.disks[1].path = path
                ward.define(guest)
            }
        }
        let exchanged = ["a": "/dev/vg0/2", "b": "/dev/vg0/3", "c": "/dev/vg0/1"]
        define(exchanged)
        for holder in ["a", "b", "c"] {
            try await ward.host.guest(holder, behaves: .hangs)
            #expect(try await ward.apply().isComplete == false)
            for (name, guest) in guests { #expect(try await data(of: name, ward) == guest.disks[1].path) }
            try await ward.host.guest(holder, behaves: nil)
        }
        let plan = try await ward.plan()
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/dev/vg0/3"] }
        #expect(try await ward.carryOut(plan).isComplete == false)
        for (name, guest) in guests { #expect(try await data(of: name, ward) == guest.disks[1].path) }
        try await ward.host.happen { world throws(HostError) in world.machine.missing = [] }
        try await expectExchange(exchanged, ward, guests)
    }

    @Test("a disk that was given up for one that did not come is missed, also when its author thinks better of it")
    func missed() async throws {
        let (ward, guests) = try await ward(["a": "/dev/vg0/1", "b": "/dev/vg0/2"])
        await ward.host.inject(Fault(.error(.fail), in: .attach))
        for (name, path) in [("a", "/dev/vg0/2"), ("b", "/dev/vg0/1")] {
            guard var guest = guests[name] else { continue }
            guest.disks[1].path = path
            ward.define(guest)
        }
        #expect(try await ward.apply().isComplete == false)
        await ward.host.clearFaults()
        #expect(try await data(of: "a", ward) == nil)
        for guest in guests.values { ward.define(guest) }
        try await expectExchange(["a": "/dev/vg0/1", "b": "/dev/vg0/2"], ward, guests)
    }

    @Test("killed at any moment of an exchange, the next run ends it")
    func killed() async throws {
        for moments in 0..<14 {
            let (ward, guests) = try await ward(["a": "/dev/vg0/1", "b": "/dev/vg0/2"])
            for (name, path) in [("a", "/dev/vg0/2"), ("b", "/dev/vg0/1")] {
                guard var guest = guests[name] else { continue }
                guest.disks[1].path = path
                ward.define(guest)
            }
            _ = try? await ward.apply(killedAfter: moments)
            #expect(try await ward.apply().isComplete, "killed after \(moments)")
            #expect(try await ward.plan() == Plan(unchanged: 2), "killed after \(moments)")
            #expect(try await data(of: "a", ward) == "/dev/vg0/2")
            #expect(try await data(of: "b", ward) == "/dev/vg0/1")
        }
    }
}
