import GuestModel
import Host
import LibxlJSON
import Planning
import Testing

@Suite("A plan says what is to be done")
struct PlanTests {
    @Test("a guest that is as it should be is left alone")
    func nothing() {
        let plan = Situation.settled().plan
        #expect(plan.isEmpty)
        #expect(plan.remarks == [])
        #expect(plan.unchanged == 1)
    }

    @Test("a definition without a domain is created")
    func create() {
        var situation = Situation()
        situation.definitions = [Situation.definition(Situation.guest())]
        #expect(situation.plan.lines == ["+ web1"])
        #expect(situation.plan.actions[0].reason == "defined in web1.cfg")
    }

    @Test("the same input gives the same plan, whatever the order of the definitions")
    func order() {
        var situation = Situation()
        situation.definitions = ["b", "a", "c"].map { Situation.definition(Situation.guest($0, uuid: nil)) }
        let plan = situation.plan
        situation.definitions.reverse()
        #expect(situation.plan == plan)
        #expect(plan.lines == ["+ a", "+ b", "+ c"])
    }

    @Test("a guest whose domain is gone is created again, with the uuid and the MACs it had")
    func createdAgain() throws {
        var guest = Situation.guest()
        guest.nics = [NetworkInterface()]
        guest.nics[0].mac = MACAddress("00:16:3e:00:00:01")
        var situation = Situation.settled(guest)
        situation.domains = []
        situation.edit {
            $0.uuid = nil
            $0.nics[0].mac = nil
        }
        let action = try #require(situation.plan.actions.first)
        guard case .create(let target) = action.work else {
            Issue.record("\(action)")
            return
        }
        #expect(target.configuration == guest)
    }

    @Test("only the targets are planned")
    func targets() {
        var situation = Situation()
        situation.definitions = ["a", "b"].map { Situation.definition(Situation.guest($0, uuid: nil)) }
        situation.options.targets = ["b"]
        #expect(situation.plan.lines == ["+ b"])
    }

    @Test("a guest that cannot have what it needs is blocked before anything is touched")
    func requirements() {
        var situation = Situation()
        situation.definitions = [Situation.definition(Situation.guest())]
        let plan = situation.plan
        #expect(plan.requirements.map(\.description) == ["kernel /boot/vmlinuz", "disk /dev/vg0/web1", "memory"])
        let blocked = plan.blocking(
            unmet: [.met, .unmet("/dev/vg0/web1: No such file or directory")], situation.input)
        #expect(blocked.lines == ["? web1"])
        #expect(blocked.actions[0].reason == "cannot be created: /dev/vg0/web1: No such file or directory")
        #expect(blocked.actions[0].work == .nothing)
        #expect(plan.blocking(unmet: [.met, .met, .met], situation.input) == plan)
    }
}

@Suite("A plan tells how each change takes effect")
struct ChangeTests {
    @Test("memory within what the domain was built for changes live", arguments: [256, 768, 1024] as [UInt64])
    func memory(mebibytes: UInt64) {
        var situation = Situation.settled()
        situation.edit { $0.memory.target = mebibytes << 10 }
        #expect(situation.plan.lines == ["~ web1 memory.target"])
    }

    @Test("more memory than the domain was built for needs a restart")
    func tooMuchMemory() {
        var situation = Situation.settled()
        situation.edit {
            $0.memory.target = 2048 << 10
            $0.memory.maximum = 2048 << 10
        }
        #expect(situation.plan.lines == ["? web1 memory.maximum memory.target"])
        #expect(situation.plan.actions[0].reason.contains("--allow-restart"))
        situation.options.allowsRestart = true
        #expect(situation.plan.lines == ["! web1 memory.maximum memory.target"])
    }

    @Test("vcpus come and go live, up to the maximum")
    func vcpus() {
        var situation = Situation.settled()
        situation.edit { $0.vcpus.online = [0, 1, 2, 3] }
        #expect(situation.plan.lines == ["~ web1 vcpus.online"])
        situation.edit { $0.vcpus.maximum = 8 }
        #expect(situation.plan.lines == ["? web1 vcpus.maximum vcpus.online"])
    }

    @Test("a new name is a rename, in the same file or with the same uuid")
    func rename() {
        var situation = Situation.settled()
        situation.edit { $0.name = "web2" }
        #expect(situation.plan.lines == ["~ web2 name"])
        situation.edit { $0.uuid = nil }
        #expect(situation.plan.lines == ["~ web2 name"])
    }

    @Test("a new name is no rename while the old one is still defined")
    func notRename() {
        var situation = Situation.settled()
        situation.definitions.append(Situation.definition(Situation.guest("web2", uuid: nil), file: "web1.cfg"))
        #expect(situation.plan.lines == ["+ web2"])
    }

    @Test("a kernel waits for the next boot, or for a restart that is allowed")
    func kernel() {
        var situation = Situation.settled()
        situation.edit { $0.boot.kernel = "/boot/vmlinuz-new" }
        #expect(situation.plan.lines == ["> web1 boot.kernel"])
        situation.options.allowsRestart = true
        #expect(situation.plan.lines == ["! web1 boot.kernel"])
    }

    @Test("what has been recorded for the next boot is mentioned, and is no change")
    func waiting() throws {
        var situation = Situation.settled()
        var given = Situation.guest()
        given.boot.kernel = "/boot/vmlinuz-new"
        situation.recorded.guests[0].given = CanonicalConfiguration(given)
        situation.recorded.guests[0].booted = CanonicalConfiguration(Situation.guest())
        situation.edit { $0 = given }
        #expect(situation.plan.isEmpty)
        #expect(
            situation.plan.remarks[0].text
                == #"waits for its next boot: boot.kernel: "/boot/vmlinuz" -> "/boot/vmlinuz-new""#)
        situation.options.allowsRestart = true
        #expect(situation.plan.lines == ["! web1 boot.kernel"])
    }

    @Test("what cannot change live is blocked; live parts are made all the same")
    func mixed() {
        var situation = Situation.settled()
        situation.edit {
            $0.features.nestedHVM = true
            $0.memory.target = 256 << 10
        }
        let action = situation.plan.actions[0]
        #expect(action.kind == .blocked)
        #expect(Set(action.changes.filter(\.isMade).map(\.change.place)) == ["memory.target"])
        #expect(action.work != .nothing)
    }

    @Test("another type of guest is another domain")
    func type() {
        var situation = Situation.settled()
        situation.edit { $0.type = .pvh(PVH()) }
        #expect(situation.plan.lines == ["? web1 type"])
        situation.options.allowsRestart = true
        #expect(situation.plan.lines == ["-/+ web1 type"])
    }

    @Test("disks and network interfaces come, go and change live")
    func devices() {
        var situation = Situation.settled()
        situation.edit {
            var disk = Disk()
            disk.vdev = "xvdb"
            disk.path = "/dev/vg0/data"
            $0.disks.append(disk)
        }
        #expect(situation.plan.lines == ["~ web1 disks[xvdb]"])
        situation.edit { $0.disks[0].path = "/dev/vg0/other" }
        #expect(situation.plan.lines == ["~ web1 disks[xvda].path disks[xvdb]"])
    }

    @Test("a field that the author leaves out matches whatever libxl filled in")
    func filledIn() {
        var situation = Situation.settled()
        situation.edit { $0.scheduling.weight = nil }
        #expect(situation.plan.isEmpty)
    }

    @Test("what somebody else changed goes back, and is called drift")
    func drift() throws {
        var situation = Situation.settled()
        try situation.drift { $0.memory.target = 300 << 10 }
        let change = try #require(situation.plan.actions.first?.changes.first)
        #expect(situation.plan.lines == ["~ web1 memory.target"])
        #expect(change.cause == .drift)
        #expect(change.change.description == "memory.target: 300 MiB -> 512 MiB")
    }

    @Test("a name that somebody changed goes back")
    func renamedBehindOurBack() throws {
        var situation = Situation.settled()
        try situation.drift { $0.name = "mine-now" }
        #expect(situation.plan.lines == ["~ web1 name"])
    }

    @Test("a guest that somebody paused runs on")
    func paused() {
        var situation = Situation.settled()
        situation.domains[0].state = .paused
        #expect(situation.plan.lines == ["~ web1 state"])
    }

    @Test("a domain whose configuration cannot be had is said to be sick, and left alone")
    func sick() {
        var situation = Situation.settled()
        situation.domains[0].configuration = .unknown(reason: "its device model does not answer")
        #expect(situation.plan.isEmpty)
        var unsettled = situation
        unsettled.recorded.guests[0].settle(on: nil)
        #expect(unsettled.plan.isEmpty, "what cannot be seen cannot be finished")
        #expect(
            situation.plan.remarks.map(\.text) == ["its configuration cannot be had: its device model does not answer"])
    }
}

@Suite("A plan heeds what a guest did by itself")
struct ShutDownTests {
    private func situation(_ reason: ShutdownReason, _ action: ShutdownAction) -> Situation {
        var guest = Situation.guest()
        guest.shutdownActions = ShutdownActions()
        switch reason {
        case .poweroff: guest.shutdownActions.onPoweroff = action
        case .reboot: guest.shutdownActions.onReboot = action
        case .crash: guest.shutdownActions.onCrash = action
        case .watchdog: guest.shutdownActions.onWatchdog = action
        case .softReset: guest.shutdownActions.onSoftReset = action
        case .suspend: break
        }
        var situation = Situation.settled(guest)
        situation.domains[0].state = .shutDown(reason)
        return situation
    }

    @Test(
        "each reason has its on_ action",
        arguments: [ShutdownReason.poweroff, .reboot, .crash, .watchdog, .softReset],
        [
            (ShutdownAction.destroy, "-"), (.restart, "!"), (.restartRename, "!"), (.coredumpDestroy, "-"),
            (.coredumpRestart, "!"), (.softReset, "!"),
        ])
    func actions(reason: ShutdownReason, expected: (action: ShutdownAction, mark: String)) {
        #expect(situation(reason, expected.action).plan.lines == ["\(expected.mark) web1"])
    }

    @Test("a domain that is to be preserved is left alone, and mentioned")
    func preserve() {
        let plan = situation(.crash, .preserve).plan
        #expect(plan.isEmpty)
        #expect(
            plan.remarks[0].text
                == "it crashed; on_crash is preserve: domain 3 is kept for a look; destroy it, and the guest is created again"
        )
    }

    @Test("a guest that powered itself off stays off, until its definition changes or the host boots")
    func staysOff() {
        var situation = Situation.settled()
        situation.domains = []
        situation.recorded.guests[0].domain = nil
        situation.recorded.guests[0].intent = .ended(.poweroff, at: Timestamp(seconds: 1_700_000_000), bootID: "boot-1")
        #expect(situation.plan.isEmpty)
        #expect(situation.plan.remarks[0].text.hasPrefix("stays off: it powered itself off at 2023-11-14T22:13:20Z"))
        var booted = situation
        booted.bootID = "boot-2"
        #expect(booted.plan.lines == ["+ web1"])
        situation.edit { $0.memory.target = 256 << 10 }
        #expect(situation.plan.lines == ["+ web1"])
    }
}

@Suite("A plan never touches what is not ours")
struct OwnershipTests {
    @Test("domains that nobody defined are not mentioned")
    func unmanaged() {
        var situation = Situation()
        situation.domains = [Situation.domain(Situation.guest("theirs"), nonce: nil)]
        situation.options.prunes = true
        #expect(situation.plan == Plan())
    }

    @Test(
        "a domain with our guest's name or uuid that we did not make stands in the way", arguments: ["web1", "other"])
    func obstacle(name: String) {
        var situation = Situation()
        situation.definitions = [Situation.definition(Situation.guest())]
        situation.domains = [Situation.domain(Situation.guest(name), nonce: nil)]
        #expect(situation.plan.lines == ["? web1"])
        #expect(situation.plan.actions[0].work == .nothing)
    }

    @Test("a domain with our uuid and another nonce is not our guest")
    func impostor() {
        var situation = Situation.settled()
        situation.domains[0].nonce = "somebody else's"
        #expect(situation.plan.lines == ["? web1"])
    }

    @Test("a preserved domain is evidence, never the guest")
    func preserved() {
        var situation = Situation.settled()
        situation.domains[0].state = .shutDown(.crash)
        situation.domains[0].name = "web1-20261121T032400Z"
        situation.recorded.guests[0].domain = nil
        situation.recorded.guests[0].nonce = "nonce-2"
        #expect(situation.plan.lines == ["+ web1"])
    }
}

@Suite("A guest for which no definition speaks lives on as it was made")
struct UndefinedGuestTests {
    /// Its definition is gone, and its domain has shut down.
    private func undefined(_ reason: ShutdownReason) -> Situation {
        var situation = Situation.settled()
        situation.definitions = [Situation.definition(Situation.guest("other", uuid: nil))]
        situation.domains[0].state = .shutDown(reason)
        return situation
    }

    private func web1(_ plan: Plan) -> PlannedAction? { plan.actions.first { $0.guest == "web1" } }

    @Test("its own reboot brings it back, whether its file is gone or cannot be used")
    func reboots() throws {
        var situation = undefined(.reboot)
        for rejected in [[], [RejectedDefinition(file: "web1.cfg", name: nil)]] {
            situation.rejected = rejected
            let action = try #require(web1(situation.plan))
            #expect(action.kind == .restart)
            #expect(
                action.reason
                    == "it asked for a reboot; on_reboot is restart, as it was made: no definition speaks for it")
            let given = try situation.recorded.guests[0].given.decoded()
            #expect(action.builds?.configuration == given)
            #expect(action.builds?.digest == nil, "its file is read when it comes back")
        }
    }

    @Test("it ends when it powers itself off")
    func powersOff() { #expect(web1(undefined(.poweroff).plan)?.kind == .stop) }

    @Test("who prunes it destroys it; who has it suspended, or had it stopped, finds it as it is")
    func others() {
        var situation = undefined(.reboot)
        situation.options.prunes = true
        #expect(web1(situation.plan)?.kind == .destroy)
        situation.options.prunes = false
        situation.recorded.guests[0].suspended = situation.now
        #expect(web1(situation.plan) == nil)
        situation.recorded.guests[0].suspended = nil
        situation.recorded.guests[0].intent = .stopped(at: situation.now, by: .hand, bootID: "boot-1")
        #expect(web1(situation.plan) == nil)
    }

    @Test("what keeps it from being pruned keeps it alive: protection, a file that may be its own, an empty directory")
    func kept() {
        var situation = undefined(.reboot)
        situation.options.prunes = true
        situation.recorded.guests[0].isProtected = true
        #expect(web1(situation.plan)?.kind == .restart)
        situation.recorded.guests[0].isProtected = false
        situation.rejected = [RejectedDefinition(file: "new.cfg", name: nil)]
        #expect(web1(situation.plan)?.kind == .restart)
        situation.rejected = []
        situation.definitions = []
        #expect(web1(situation.plan)?.kind == .restart)
    }

    @Test("what is left of a domain whose end was cut short is destroyed before its guest is built again")
    func remains() throws {
        var situation = Situation.settled()
        situation.domains[0].name = nil
        situation.domains[0].nonce = nil
        situation.domains[0].configuration = .unknown(reason: "it has no name")
        situation.domains[0].state = .paused
        #expect(situation.plan.lines == ["! web1"])
        #expect(situation.plan.actions[0].reason == "the end of domain 3 was cut short")
        #expect(situation.plan.actions[0].takesThePlaceOf == 3)

        situation.recorded.guests[0].intent = .replacing(until: nil)
        situation.domains[0].state = .shutDown(.poweroff)
        #expect(situation.plan.actions[0].reason == "its restart was cut short")
        #expect(situation.plan.actions[0].takesThePlaceOf == 3)

        situation.definitions = []
        situation.rejected = []
        situation.options.prunes = true
        situation.definitions = [Situation.definition(Situation.guest("other", uuid: nil))]
        #expect(situation.plan.lines.contains("- web1"))

        situation = Situation.settled()
        situation.domains[0].domid = 4
        situation.domains[0].name = nil
        situation.domains[0].nonce = nil
        situation.domains[0].state = .paused
        #expect(situation.plan.actions.allSatisfy { $0.takesThePlaceOf == nil }, "nobody knows that it is the guest's")
    }

    @Test("a device of the host is had by one running guest, whoever made it, and by the first of two that are built")
    func soleUse() throws {
        var situation = Situation()
        for name in ["a", "b"] {
            var guest = Situation.guest(name, uuid: nil)
            guest.pciDevices = [PCIDevice()]
            guest.framebuffers = [VirtualFramebuffer()]
            guest.framebuffers[0].vnc.enable = true
            guest.framebuffers[0].vnc.findUnused = false
            guest.framebuffers[0].vnc.display = name == "a" ? 1 : 2
            situation.definitions.append(Situation.definition(guest))
        }
        #expect(situation.plan.lines == ["+ a", "? b"])
        let reason = "cannot be created: PCI device 0000:00:00.0 is used by a, which is built before it"
        #expect(situation.plan.actions[1].reason == reason)

        var foreign = Situation.guest("foreign", uuid: .fixed)
        foreign.pciDevices = []
        foreign.framebuffers = [VirtualFramebuffer()]
        foreign.framebuffers[0].vnc.enable = true
        foreign.framebuffers[0].vnc.findUnused = false
        foreign.framebuffers[0].vnc.listen = "0.0.0.0:1"
        var domain = Situation.domain(foreign)
        domain.nonce = nil
        situation.domains = [domain]
        #expect(situation.plan.lines == ["? a", "+ b"])
        #expect(situation.plan.actions[0].reason.contains("VNC port 127.0.0.1:5901 is used by domain 3 (foreign)"))
    }

    @Test("nobody else is built on its disk meanwhile, and it is not built on that of one who has it by now")
    func disks() throws {
        var situation = undefined(.reboot)
        var heir = Situation.guest("heir", uuid: nil)
        heir.disks[0].path = "/dev/vg0/web1"
        situation.definitions = [Situation.definition(heir)]
        #expect(web1(situation.plan)?.kind == .restart)
        let create = try #require(situation.plan.actions.first { $0.guest == "heir" })
        #expect(create.kind == .blocked)
        #expect(create.reason.contains("disk /dev/vg0/web1 is written by web1, which comes back"))

        heir.uuid = GuestUUID("7d1b8c1a-6f2e-4b5e-9c3d-2a1b0c9d8e7f")
        situation.domains.append(Situation.domain(heir, domid: 9, nonce: nil))
        situation.definitions = []
        let back = try #require(web1(situation.plan))
        #expect(back.kind == .blocked && back.reason.contains("by domain 9 (heir)"), "\(back.reason)")
    }
}

@Suite("A plan prunes only what it may")
struct PruneTests {
    private var gone: Situation {
        var situation = Situation.settled()
        situation.definitions = [Situation.definition(Situation.guest("other", uuid: nil))]
        return situation
    }

    @Test("a definition that is gone is, by default, nothing but a remark")
    func byDefault() {
        #expect(gone.plan.lines == ["+ other"])
        #expect(gone.plan.remarks.map(\.text) == ["no longer defined; domain 3 runs on. --prune would destroy it"])
    }

    @Test("with --prune it is destroyed")
    func prune() {
        var situation = gone
        situation.options.prunes = true
        #expect(situation.plan.lines == ["+ other", "- web1"])
    }

    @Test("protection outlives the file")
    func protected() {
        var situation = gone
        situation.options.prunes = true
        situation.recorded.guests[0].isProtected = true
        #expect(situation.plan.lines == ["+ other", "? web1"])
    }

    @Test("nobody is told that a restart may be allowed for what protection forbids", arguments: [true, false])
    func protectedFromBecomingAnother(allowsRestart: Bool) {
        var situation = Situation.settled()
        situation.recorded.guests[0].isProtected = true
        situation.options.allowsRestart = allowsRestart
        situation.edit { $0.type = .pvh(PVH()) }
        #expect(situation.plan.lines == ["? web1 type"])
        #expect(situation.plan.actions[0].reason.hasSuffix("it is protected; unprotect it first"))
    }

    @Test("an empty directory prunes nothing")
    func empty() {
        var situation = gone
        situation.options.prunes = true
        situation.definitions = []
        #expect(situation.plan.isEmpty)
        #expect(situation.plan.remarks[0].text.contains("no definition at all"))
    }

    @Test("nor does an empty folder in it: what was in it may only not be mounted")
    func emptyFolder() {
        var situation = gone
        situation.options.prunes = true
        situation.recorded.guests[0].source = "nfs/web1.cfg"
        situation.emptyFolders = ["nf", "nfs"]
        #expect(situation.plan.lines == ["+ other"])
        #expect(situation.plan.remarks[0].text.contains("the folder nfs is empty, which prunes nothing"))
        situation.emptyFolders = ["nf", "nfs/other"]
        #expect(situation.plan.lines == ["+ other", "- web1"])
    }

    @Test(
        "a definition that cannot be read is unknown, never unwanted",
        arguments: [
            RejectedDefinition(file: "web1.cfg"), RejectedDefinition(file: "x.cfg", name: "web1"),
            RejectedDefinition(file: "moved-and-broken.cfg"),
        ])
    func unknown(rejected: RejectedDefinition) {
        var situation = gone
        situation.options.prunes = true
        situation.rejected = [rejected]
        #expect(situation.plan.lines == ["+ other"])
        #expect(situation.plan.remarks.map(\.guest) == ["web1"])
    }

    @Test("a guest in a folder that cannot be read is unknown")
    func unreadableFolder() {
        var situation = gone
        situation.options.prunes = true
        situation.recorded.guests[0].source = "team/web1.cfg"
        situation.rejected = [RejectedDefinition(file: "team")]
        #expect(situation.plan.lines == ["+ other"])
    }

    @Test("a definition that moved to another file is the same guest, and the record follows")
    func moved() {
        var situation = Situation.settled()
        situation.definitions[0].file = "team/web1.cfg"
        #expect(situation.plan.isEmpty)
        #expect(situation.plan.bookkeeping.map(\.source) == ["team/web1.cfg"])
    }

    @Test("what is seen in other words is remembered in these, so that only the first look takes it apart")
    func fingerprint() throws {
        var situation = Situation.settled()
        situation.domains[0].configuration = .known(
            SeenConfiguration(fingerprint: "another") { Situation.observed(Situation.guest()) })
        let plan = situation.plan
        #expect(plan.actions == [])
        #expect(plan.bookkeeping.map(\.fingerprint) == ["another"])
        situation.recorded.guests[0] = try #require(plan.bookkeeping.first)
        #expect(situation.plan.changesNothing)
    }
}
