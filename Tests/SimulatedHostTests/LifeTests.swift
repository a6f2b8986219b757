import GuestModel
import Host
import LibxlJSON
import SimulatedHost
import Testing

@Suite("Domains come and go") struct LifeTests {
    @Test("A created domain is paused, carries nonce and userdata, and runs once it is unpaused")
    func create() async throws {
        let host = newHost()
        let domid = try await host.create(CanonicalConfiguration(guest()), nonce: "n1", userdata: "mine")
        let domain = try #require(try await host.domain(domid))
        #expect(domain.domid == 1 && domain.uuid == uuid(1) && domain.name == "web" && domain.nonce == "n1")
        #expect(domain.state == .paused)
        #expect(try await host.userdata(of: domain.reference) == "mine")
        #expect(try await host.configuration(domain.reference).creation.xenstoreData.last?.value == "n1")
        try await host.unpause(domain.reference)
        #expect(try await host.domain(domid)?.state == .running)
        try await host.pause(domain.reference)
        #expect(try await host.domain(domid)?.state == .paused)
    }

    @Test("Domids go up from 1, and a domid is not given out again at once")
    func domids() async throws {
        let host = newHost()
        let first = try await host.start(guest("a", 1))
        let second = try await host.start(guest("b", 2))
        try await host.destroy(second)
        let third = try await host.start(guest("c", 3))
        #expect([first, second, third].map(\.domid) == [1, 2, 3])
    }

    @Test("Behind the largest domid they begin again, past those that are taken")
    func domidsWrap() async throws {
        let host = newHost()
        try await host.start(guest("a", 1))
        try await host.happen { $0.lastDomid = 32_750 }
        #expect(try await host.start(guest("b", 2)).domid == 32_751)
        #expect(try await host.start(guest("c", 3)).domid == 2)
    }

    @Test("A domid that is asked for is given, unless it is taken")
    func requestedDomid() async throws {
        let host = newHost()
        #expect(try await host.start(guest("a", 1) { $0.creation.requestedDomid = 77 }).domid == 77)
        let taken = await code { try await host.start(guest("b", 2) { $0.creation.requestedDomid = 77 }) }
        #expect(taken == .fail)
        #expect(try await host.start(guest("c", 3)).domid == 78)
    }

    @Test("A name is one domain's, and so is the uuid of a domain that may run")
    func unique() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        #expect(await code { try await host.start(guest("web", 2)) } == .invalid)
        #expect(await code { try await host.start(guest("other", 1)) } == .invalid)
        try await host.start(guest("db", 2))
        #expect(await code { try await host.rename(web, to: "db") } == .invalid)
        try await host.rename(web, to: "web")
        try await host.rename(web, to: "www")
        #expect(try await host.names() == ["www", "db"])
    }

    @Test("A failed create leaves nothing behind")
    func failedCreate() async throws {
        let host = newHost {
            $0.machine.missing = ["/boot/gone", "xenbr9", "/img/gone"]
            $0.machine.guestKinds = [.pvh]
        }
        let before = try await host.world()
        let bad: [(LibxlError, GuestConfiguration)] = [
            (.fail, guest { $0.boot.kernel = "/boot/gone" }),
            (.fail, guest { $0.disks = [disk("xvda", "/img/gone")] }),
            (
                .fail,
                guest {
                    var nic = NetworkInterface()
                    nic.bridge = "xenbr9"
                    $0.nics = [nic]
                }
            ),
            (.fail, guest { $0.cpupool.name = "none" }),
            (.invalid, guest("h", 2, .hvm)),
            (.invalid, guest { $0.uuid = nil }),
            (.invalid, guest { $0.memory.target = 512 << 10 }),
            (.invalid, guest { $0.vcpus.maximum = 513 }),
            (.invalid, guest { $0.vcpus.online = [5] }),
            (.noMemory, guest { ($0.memory.target, $0.memory.maximum) = (64 << 20, 64 << 20) }),
            (.invalid, guest { $0.memory.maximum = .max - 1 }),
        ]
        for (expected, guest) in bad { #expect(await code { try await host.start(guest) } == expected) }
        #expect(
            await code { _ = try await host.create(CanonicalConfiguration(text: "{}"), nonce: "n", userdata: "") }
                == .invalid)
        #expect(try await host.world() == before)
    }

    @Test("Memory is finite, and comes back some seconds after a domain is gone")
    func memory() async throws {
        let clock = TestClock()
        let host = newHost(clock) { $0.machine.totalMemory = 600 << 10 }
        let free = try await host.observe().host.freeMemory
        let a = try await host.start(guest("a", 1))
        try await host.start(guest("b", 2))
        #expect(await code { try await host.start(guest("c", 3)) } == .noMemory)
        try await host.destroy(a)
        #expect(await code { try await host.start(guest("c", 3)) } == .noMemory)
        clock.seconds += 2
        try await host.start(guest("c", 3))
        let left = try await host.observe().host.freeMemory
        #expect(free == 600 << 10 && left < 100 << 10)
    }

    @Test("A domain that has shut down stays until somebody acts, with its reason", arguments: GuestAct.allCases)
    func shutDownStays(_ act: GuestAct) async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.guest("web", does: act)
        guard case .shutDown = try #require(try await host.domain(web.domid)).state else {
            Issue.record("still running")
            return
        }
        #expect(await code { try await host.start(guest("web", 1)) } == .invalid)
        await #expect(throws: HostError.self) { try await host.guest("web", does: .crashes) }
        try await host.destroy(web)
        #expect(try await host.observe().domains.isEmpty)
    }

    @Test("A preserved domain keeps uuid, nonce and userdata under another name, and its successor can start")
    func preserve() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.guest("web", does: .crashes)
        try await host.preserve(web, suffix: "-20261121T032400Z")
        let kept = try #require(try await host.domain(web.domid))
        #expect(kept.name == "web-20261121T032400Z" && kept.reference == web && kept.state == .shutDown(.crash))
        let next = try await host.start(guest(), nonce: "n2")
        #expect(next.uuid == web.uuid && next.domid == 2)
        try await host.guest("web", does: .crashes)
        #expect(await code { try await host.preserve(next, suffix: "-20261121T032400Z") } == .invalid)
    }

    @Test("A soft reset begins again in the same domain, paused, with new userdata, when the guest has asked for it")
    func softReset() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        #expect(await code { try await host.softReset(web, userdata: "new") } == .invalid)
        try await host.guest("web", does: .asksForSoftReset)
        try await host.softReset(web, userdata: "new")
        #expect(try await host.domain(web.domid)?.state == .paused)
        #expect(try await host.userdata(of: web) == "new")
    }

    @Test("A guest that is asked shuts down")
    func shutDown() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.shutDown(web, within: .seconds(60))
        #expect(try await host.domain(web.domid)?.state == .shutDown(.poweroff))
        try await host.shutDown(web, within: .seconds(60))
    }

    @Test("A guest that does not shut down is a timeout after the whole deadline, and still there")
    func ignores() async throws {
        let (waits, waited) = AsyncStream.makeStream(of: Duration.self)
        let host = SimulatedHost(sleep: { waited.yield($0) })
        let web = try await host.start(guest())
        try await host.guest("web", behaves: .ignoresShutdown)
        #expect(await code { try await host.shutDown(web, within: .seconds(60)) } == .guestTimedOut)
        waited.finish()
        #expect(await waits.reduce(into: []) { $0.append($1) } == [.seconds(60)])
        #expect(try await host.domain(web.domid)?.state == .running)
        try await host.guest("web", behaves: nil)
        try await host.pause(web)
        #expect(await code { try await host.shutDown(web, within: .seconds(60)) } == .guestTimedOut)
    }

    @Test("A guest that crashes instead of shutting down has shut down, with that reason")
    func crashesAtShutdown() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.guest("web", behaves: .crashesAtShutdown)
        try await host.shutDown(web, within: .seconds(60))
        #expect(try await host.domain(web.domid)?.state == .shutDown(.crash))
    }

    @Test("A guest that crashes at its start does so each time it is started")
    func crashesAtStart() async throws {
        let host = newHost { $0.behaviours["web"] = .crashesAtStart }
        for nonce in ["n1", "n2"] {
            let web = try await host.start(guest(), nonce: nonce)
            #expect(try await host.domain(web.domid)?.state == .shutDown(.crash))
            try await host.destroy(web)
        }
    }

    @Test("A core dump needs somewhere to be written")
    func dumpCore() async throws {
        let host = newHost { $0.machine.missing = ["/var/xen/dump"] }
        let web = try await host.start(guest())
        try await host.dumpCore(web, to: "/tmp/web.core")
        #expect(await code { try await host.dumpCore(web, to: "/var/xen/dump/web.core") } == .fail)
    }
}

@Suite("An effect meets the domain that is meant, and no other") struct ReferenceTests {
    @Test("Every effect checks domid, uuid and nonce, and changes nothing when one of them differs")
    func references() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        let before = try await host.world()
        let wrong = [
            DomainReference(domid: 9, uuid: web.uuid, nonce: web.nonce),
            DomainReference(domid: web.domid, uuid: uuid(2), nonce: web.nonce),
            DomainReference(domid: web.domid, uuid: web.uuid, nonce: "other"),
            DomainReference(domid: web.domid, uuid: web.uuid, nonce: nil),
        ]
        for reference in wrong { try await expectNotFound(host, reference) }
        #expect(try await host.world() == before)
    }

    @Test("A dying domain is not found by any effect, and is seen without a name")
    func dying() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.happen { world throws(HostError) in try world.beginDying("web") }
        try await expectNotFound(host, web)
        let seen = try #require(try await host.domain(web.domid))
        #expect(seen.name == nil && seen.state == .dying)
        try await host.happen { $0.finishDying() }
        #expect(try await host.domain(web.domid) == nil)
    }

    private func expectNotFound(_ host: SimulatedHost, _ web: DomainReference) async throws {
        let effects: [(String, () async throws -> Void)] = [
            ("destroy", { try await host.destroy(web) }),
            ("shutDown", { try await host.shutDown(web, within: .seconds(1)) }),
            ("pause", { try await host.pause(web) }),
            ("unpause", { try await host.unpause(web) }),
            ("preserve", { try await host.preserve(web, suffix: "-x") }),
            ("dumpCore", { try await host.dumpCore(web, to: "/tmp/core") }),
            ("softReset", { try await host.softReset(web, userdata: "") }),
            ("rename", { try await host.rename(web, to: "x") }),
            ("target", { try await host.setMemoryTarget(web, to: 1 << 17) }),
            ("maximum", { try await host.setMaximumMemory(web, to: 1 << 20) }),
            ("vcpus", { try await host.setOnlineVCPUs(web, to: [0]) }),
            ("affinity", { try await host.setAffinity(web, hard: [[0]], soft: nil) }),
            ("nodes", { try await host.setNodeAffinity(web, to: [0]) }),
            ("move", { try await host.move(web, toCPUPool: "Pool-0") }),
            ("scheduling", { try await host.setScheduling(web, to: SchedulerParameters()) }),
            ("attach", { try await host.attach(.disk(disk("xvdb")), to: web) }),
            ("detach", { try await host.detach(.disk(disk("xvda")), from: web) }),
            ("userdata", { _ = try await host.userdata(of: web) }),
            ("storeUserdata", { try await host.storeUserdata("", of: web) }),
        ]
        for (name, effect) in effects { #expect(await code(effect) == .domainNotFound, "\(name)") }
    }
}
