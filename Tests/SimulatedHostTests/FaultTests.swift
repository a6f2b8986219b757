import GuestModel
import Host
import LibxlJSON
import SimulatedHost
import Testing

@Suite("What can go wrong goes wrong when it is told to") struct FaultTests {
    @Test("An operation fails, and nothing happens")
    func error() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        await host.inject(Fault(.error(.fail), in: .destroy))
        let error = await #expect(throws: HostError.self) { try await host.destroy(web) }
        #expect(error?.code == .fail && error?.operation == "libxl_domain_destroy" && error?.domain == "web")
        #expect(try await host.domain(web.domid) != nil)
        await host.clearFaults()
        try await host.destroy(web)
    }

    @Test("An operation happens, and is said to have failed")
    func errorAfterEffect() async throws {
        let host = newHost()
        await host.inject(Fault(.errorAfterEffect(.timedOut), in: .create))
        #expect(await code { try await host.start(guest()) } == .timedOut)
        #expect(try await host.names() == ["web"])
    }

    @Test("An operation takes a while, and others go on meanwhile")
    func delay() async throws {
        let (waits, waited) = AsyncStream.makeStream(of: Duration.self)
        let host = SimulatedHost(sleep: { waited.yield($0) })
        await host.inject(Fault(.delay(.seconds(30)), in: .create))
        try await host.start(guest())
        waited.finish()
        #expect(await waits.reduce(into: []) { $0.append($1) } == [.seconds(30)])
    }

    @Test("A fault can be meant for one guest, and for one call")
    func chosen() async throws {
        let host = newHost()
        await host.inject(Fault(.error(.noMemory), in: .create, of: "db", call: 2))
        try await host.start(guest("web", 1))
        let db = try await host.start(guest("db", 2))
        try await host.destroy(db)
        try await host.start(guest("mail", 3))
        #expect(await code { try await host.start(guest("db", 2)) } == .noMemory)
        try await host.start(guest("db", 2))
    }

    @Test("A fault in any operation is met", arguments: HostOperation.allCases)
    func everyOperation(_ operation: HostOperation) async throws {
        let host = newHost()
        let web = try await host.start(guest { $0.disks = [disk("xvda")] })
        await host.inject(Fault(.error(.badFail), in: operation))
        let call: () async throws -> Void = {
            switch operation {
            case .observe: _ = try await host.observe()
            case .domain: _ = try await host.domain(1)
            case .answer: _ = try await host.answer([])
            case .create: try await host.start(guest("b", 2))
            case .destroy: try await host.destroy(web)
            case .shutDown: try await host.shutDown(web, within: .zero)
            case .saveMemory: try await host.saveMemory(of: web, to: "/saved")
            case .resume: try await host.resume(web)
            case .restore: _ = try await host.restore(from: "/saved", nonce: "n", userdata: "")
            case .removeMemory: try await host.removeMemory(at: "/saved")
            case .pause: try await host.pause(web)
            case .unpause: try await host.unpause(web)
            case .preserve: try await host.preserve(web, suffix: "-x")
            case .dumpCore: try await host.dumpCore(web, to: "/core")
            case .softReset: try await host.softReset(web, userdata: "")
            case .rename: try await host.rename(web, to: "x")
            case .setMemoryTarget: try await host.setMemoryTarget(web, to: 1)
            case .setMaximumMemory: try await host.setMaximumMemory(web, to: 1)
            case .setOnlineVCPUs: try await host.setOnlineVCPUs(web, to: [0])
            case .setAffinity: try await host.setAffinity(web, hard: nil, soft: nil)
            case .setNodeAffinity: try await host.setNodeAffinity(web, to: [0])
            case .move: try await host.move(web, toCPUPool: "Pool-0")
            case .setScheduling: try await host.setScheduling(web, to: SchedulerParameters())
            case .attach: try await host.attach(.disk(disk("xvdb")), to: web)
            case .detach: try await host.detach(.disk(disk("xvda")), from: web)
            case .insertMedium: try await host.insertMedium(disk("hdc"), in: web)
            case .otherToolstacks: _ = try await host.otherToolstacks(of: web)
            case .xenstoreValue: _ = try await host.xenstoreValue("data/ready", of: web)
            case .userdata: _ = try await host.userdata(of: web)
            case .storeUserdata: try await host.storeUserdata("", of: web)
            }
        }
        #expect(await code(call) == .badFail)
    }

    @Test("The history tells which effects were asked for, of whom, and how they ended")
    func history() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        _ = try await host.observe()
        await host.inject(Fault(.error(.fail), in: .rename))
        try? await host.rename(web, to: "www")
        #expect(
            await host.history == [
                PerformedOperation(.create, guest: "web"), PerformedOperation(.unpause, guest: "web"),
                PerformedOperation(.rename, guest: "web", error: .fail),
            ])
    }
}

@Suite("Others act on the host too") struct SomebodyElseTests {
    @Test("A domain of somebody else's runs, and has no nonce, no userdata, and a uuid that was made up")
    func create() async throws {
        let host = newHost()
        let domid = try await host.happen { world throws(HostError) in
            try world.createForeign(guest("theirs", 1) { $0.uuid = nil })
        }
        let theirs = try #require(try await host.domain(domid))
        #expect(theirs.state == .running && theirs.nonce == nil && theirs.name == "theirs")
        #expect(try await host.userdata(of: theirs.reference) == nil)
        #expect(try await host.configuration(theirs.reference).uuid == theirs.uuid)
    }

    @Test("Who else has left userdata with a domain can be told")
    func otherToolstacks() async throws {
        let host = newHost()
        try await host.happen { world throws(HostError) in
            _ = try world.createForeign(guest("a", 1))
            _ = try world.createForeign(guest("b", 2), by: [.libvirt])
        }
        let domains = try await host.observe().domains
        #expect(try await host.otherToolstacks(of: domains[0].reference) == [])
        #expect(try await host.otherToolstacks(of: domains[1].reference) == [.libvirt])
    }

    @Test("They rename, pause, balloon, attach, detach and destroy, without asking")
    func changes() async throws {
        let host = newHost()
        let web = try await host.start(guest { $0.disks = [disk("xvda")] })
        try await host.happen { world throws(HostError) in
            try world.renameForeign("web", to: "www")
            try world.setMemoryForeign("www", to: 128 << 10)
            try world.attachForeign(.disk(disk("xvdb")), to: "www")
            try world.detachForeign(.disk(disk("xvda")), from: "www")
            try world.pauseForeign("www")
        }
        let seen = try #require(try await host.domain(web.domid))
        #expect(seen.name == "www" && seen.state == .paused)
        let configuration = try await host.configuration(web)
        #expect(configuration.memory.target == 128 << 10 && configuration.disks.map(\.vdev) == ["xvdb"])
        try await host.happen { world throws(HostError) in
            try world.unpauseForeign("www")
            try world.destroyForeign("www")
        }
        #expect(try await host.domain(web.domid) == nil)
        let error = await #expect(throws: HostError.self) {
            try await host.happen { world throws(HostError) in try world.destroyForeign("www") }
        }
        #expect(error?.code == .domainNotFound)
    }

    @Test("After a boot of the host there are no domains, another boot id, all memory, and domids from 1")
    func boot() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        let before = try await host.observe().host
        try await host.bootHost()
        let after = try await host.observe()
        #expect(after.domains.isEmpty && after.host.bootID != before.bootID)
        #expect(after.host.freeMemory == after.host.totalMemory)
        let again = try await host.start(guest(), nonce: "n2")
        #expect(again.domid == 1)
        #expect(await code { try await host.destroy(web) } == .domainNotFound)
    }
}
