import GuestModel
import Host
import LibxlJSON
import Planning
import Testing

@Suite("A domain of somebody else's is adopted only where it is clear which, and that it can be")
struct AdoptingTests {
    /// A definition, and a domain that somebody else made from it.
    private func situation(_ guest: GuestConfiguration = Situation.guest(uuid: nil)) -> Situation {
        var situation = Situation()
        situation.definitions = [Situation.definition(guest)]
        situation.domains = [Situation.domain(guest, domid: 7, nonce: nil)]
        return situation
    }

    private func adoption(_ situation: Situation, of name: String = "web1") -> PlannedAction? {
        Plan.adopting(name, situation.input).actions.first
    }

    @Test("the plan says that the domain can be adopted, and adopting it is one action")
    func adopt() {
        let situation = situation()
        #expect(
            situation.plan.actions.map(\.reason) == [
                #"domain 7 has its name, and xenward did not create it; "xenward adopt web1" takes it over"#
            ])
        #expect(adoption(situation)?.kind == .adopt)
        #expect(adoption(situation)?.reason == "domain 7, defined in web1.cfg")
    }

    @Test("a domain that libvirt made from the same definition is as it should be once it is adopted")
    func libvirt() throws {
        var guest = Situation.guest(uuid: .fixed)
        guest.boot.ramdisk = "/boot/initrd"
        guest.boot.commandLine = "quiet"
        guest.shutdownActions.onSoftReset = .softReset
        guest.framebuffers = [VirtualFramebuffer()]
        guest.framebuffers[0].vnc.enable = true
        guest.framebuffers[0].vnc.findUnused = true
        var made = guest
        var pv = PV()
        (pv.legacyKernel, pv.legacyRamdisk, pv.legacyCommandLine) = ("/boot/vmlinuz", "/boot/initrd", "quiet")
        made.type = .pv(pv)
        made.boot = Boot()
        made.shutdownActions.onSoftReset = .destroy
        made.framebuffers[0].vnc.findUnused = false
        made.framebuffers[0].vnc.display = 0
        let adoption = try Likeness(of: made, uuid: .fixed, by: guest, defaultCPUPool: "Pool-0")
        #expect(adoption.given.changes(to: adoption.desired).map(\.description) == [])
        let written = try Likeness(of: made, uuid: .fixed, by: made, defaultCPUPool: "Pool-0")
        #expect(
            written.given.changes(to: written.desired).map(\.description) == [], "also as it was written from what runs"
        )
        made.type = .pv(PV())
        let another = try Likeness(of: made, uuid: .fixed, by: guest, defaultCPUPool: "Pool-0")
        #expect(another.given.changes(to: another.desired).map(\.field.name).contains("boot.kernel"))
    }

    @Test(
        "a security label that the definition leaves out would be lost, and the plan says so; the number that libxl gives is no label"
    )
    func label() throws {
        let guest = Situation.guest(uuid: .fixed)
        var made = guest
        made.securityLabels.ssidRef = 12
        let numbered = try Likeness(of: made, uuid: .fixed, by: guest, defaultCPUPool: "Pool-0")
        #expect(numbered.given.changes(to: numbered.desired).map(\.description) == [])
        made.securityLabels.label = "system_u:system_r:domU_t"
        let labelled = try Likeness(of: made, uuid: .fixed, by: guest, defaultCPUPool: "Pool-0")
        #expect(labelled.given.changes(to: labelled.desired).map(\.field.name) == ["securityLabels.label"])
    }

    @Test("what cannot be adopted is refused, and the reason says why")
    func refused() throws {
        var cases: [String: Situation] = [:]
        var none = situation()
        none.domains = []
        cases["no domain of this name runs"] = none
        var ours = situation()
        ours.domains[0].nonce = "another state's"
        cases[
            "domain 7 is xenward's, under another state or as another guest; where nothing remembers it, \"xenward state repair\" does"
        ] = ours
        var down = situation()
        down.domains[0].state = .shutDown(.crash)
        cases["domain 7 has shut down (crash); only one that runs can be adopted"] = down
        var sick = situation()
        sick.domains[0].configuration = .unknown(reason: "its device model does not answer")
        cases["the configuration of domain 7 cannot be had: its device model does not answer"] = sick
        var other = situation()
        other.edit { $0.type = .pvh(PVH()) }
        cases["the definition is of type pvh, domain 7 of type pv"] = other
        var stranger = situation()
        stranger.edit { $0.uuid = GuestUUID("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11") }
        cases[
            "the definition's uuid is 6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11, and domain 7 has \(GuestUUID.fixed); give it that one, or none"
        ] = stranger
        for (reason, situation) in cases {
            let action = try #require(adoption(situation))
            #expect(action.kind == .blocked && action.work == .nothing)
            #expect(action.reason == "cannot be adopted: \(reason)")
        }
        #expect(adoption(.settled()) == nil, "xenward looks after it already")
        var unread = situation()
        unread.definitions[0].content = .unchanged(RecordedGuest(name: "web1", uuid: .fixed))
        #expect(adoption(unread)?.reason == "cannot be adopted: web1.cfg has to be read for that")
        #expect(adoption(situation(), of: "nobody")?.reason == "cannot be adopted: no definition is called nobody")
        var broken = situation()
        broken.definitions = []
        broken.rejected = [RejectedDefinition(file: "web1.cfg", name: "web1")]
        #expect(adoption(broken)?.reason == "cannot be adopted: web1.cfg cannot be used")
    }

    @Test("only a domain that can be adopted is said to be")
    func hint() {
        var stranger = situation()
        stranger.edit { $0.uuid = GuestUUID("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11") }
        var down = situation()
        down.domains[0].state = .shutDown(.crash)
        for situation in [stranger, down] {
            #expect(situation.plan.actions.first?.reason == "domain 7 has its name, and xenward did not create it")
        }
    }
}

@Suite("An adopted definition holds as far as the domain is what it says")
struct LikenessTests {
    /// What a plan would show as its author's changes after the adoption.
    private func differences(
        _ type: GuestType = .pv(PV()), domain: (inout GuestConfiguration) -> Void = { _ in },
        definition: (inout GuestConfiguration) -> Void = { _ in }
    ) throws -> [String] {
        var observed = Situation.guest()
        observed.type = type
        observed.scheduling.weight = 256
        var nic = NetworkInterface()
        nic.mac = MACAddress("00:16:3e:00:00:01")
        nic.devid = 0
        nic.bridge = "xenbr0"
        observed.nics = [nic]
        var wanted = Situation.guest(uuid: nil)
        wanted.type = type
        wanted.nics = [NetworkInterface()]
        domain(&observed)
        definition(&wanted)
        let adoption = try Likeness(of: observed, uuid: .fixed, by: wanted, defaultCPUPool: "Pool-0")
        #expect(adoption.desired.uuid == .fixed)
        return adoption.given.changes(to: adoption.desired).map(\.description)
    }

    @Test("what the author leaves out is what libxl filled in")
    func holds() throws {
        #expect(try differences() == [])
        #expect(
            try differences(domain: {
                $0.memory.video = 8192
                $0.features.acpi = true
                $0.disks[0].format = .raw
                $0.boot.firstDisk = "xvda"
            }) == [])
    }

    @Test("what the author says, and is not so, is a change towards it")
    func differs() throws {
        #expect(try differences(domain: { $0.memory.target = 300 << 10 }) == ["memory.target: 300 MiB -> 512 MiB"])
        #expect(
            try differences(definition: { $0.boot.kernel = "/boot/new" })
                == [#"boot.kernel: "/boot/vmlinuz" -> "/boot/new""#])
        #expect(try differences(definition: { $0.features.nestedHVM = true }) == ["features.nestedHVM: none -> yes"])
    }

    @Test("a device on one side alone is a difference")
    func devices() throws {
        let more: (inout GuestConfiguration) -> Void = {
            var disk = Disk()
            disk.vdev = "xvdb"
            $0.disks.append(disk)
        }
        #expect(try differences(domain: more) == [#"disks[xvdb]: vdev="xvdb" -> none"#])
        #expect(try differences(definition: more) == [#"disks[xvdb]: none -> vdev="xvdb""#])
    }

    @Test("a no, an empty drive and an on_ action are said by leaving them out")
    func absence() throws {
        #expect(try differences(definition: { $0.disks[0].readWrite = false }) == ["disks[xvda].readWrite: 1 -> none"])
        #expect(
            try differences(definition: { $0.disks[0].path = nil })
                == [#"disks[xvda].path: "/dev/vg0/web1" -> none"#])
        #expect(
            try differences(domain: { $0.shutdownActions.onCrash = .preserve })
                == [#"shutdownActions.onCrash: "preserve" -> none"#])
    }

    @Test("the keyboard that libxl gives every HVM guest is no difference")
    func keyboard() throws {
        let builtIn: (inout GuestConfiguration) -> Void = {
            var keyboard = VirtualKeyboard()
            keyboard.devid = 0
            keyboard.backend = .qemu
            $0.keyboards = [keyboard]
        }
        #expect(try differences(.hvm(HVM()), domain: builtIn) == [])
        #expect(try differences(.pv(PV()), domain: builtIn).count == 1)
        #expect(try differences(.hvm(HVM()), definition: builtIn).count == 1)
    }

    @Test("what the host says in other words is no difference")
    func otherWords() throws {
        #expect(
            try differences(
                domain: { $0.vcpus.hardAffinityByVCPU = [[0], [1], CPUSet(first: 8), CPUSet(first: 8)] },
                definition: {
                    $0.vcpus.hardAffinityByVCPU = [[0], [1]]
                    $0.cpupool.name = "Pool-0"
                }) == [])
        #expect(try differences(.hvm(HVM()), domain: { $0.memory.target = 513 << 10 }) == [], "libxl's own 1 MiB")
        #expect(try differences(domain: { $0.memory.target = 513 << 10 }).count == 1)
        #expect(
            try differences(
                domain: {
                    $0.keyboards = [VirtualKeyboard()]
                    $0.keyboards[0].devid = 0
                }, definition: { $0.keyboards = [VirtualKeyboard()] }) == [], "a devid is not the author's")
    }
}

@Suite("Of an adopted guest, whoever started it comes first")
struct WatchedGuestTests {
    /// An adopted guest, as xl made it from its definition.
    private func situation(_ change: (inout GuestConfiguration) -> Void = { _ in }) -> Situation {
        var guest = Situation.guest()
        change(&guest)
        var situation = Situation.settled(guest)
        situation.recorded.guests[0].origin = .adopted
        situation.recorded.guests[0].nonce = nil
        situation.domains[0].nonce = nil
        return situation
    }

    /// The state as the plan's bookkeeping leaves it.
    private func follow(_ situation: inout Situation) {
        for note in situation.plan.bookkeeping { situation.recorded.guests[0].shutDown = note.shutDown }
    }

    @Test("one that is as it should be is left alone")
    func settled() {
        #expect(situation().plan == Plan(unchanged: 1))
    }

    @Test("a domain that has shut down is acted on only after 30 s")
    func patience() {
        var situation = situation()
        situation.domains[0].state = .shutDown(.reboot)
        #expect(situation.plan.lines == ["? web1"])
        #expect(
            situation.plan.actions[0].reason
                == "it asked for a reboot; until 2023-11-14T22:13:50Z whoever started it may act, then xenward does")
        follow(&situation)
        situation.now.seconds += 29
        #expect(situation.plan.lines == ["? web1"])
        #expect(situation.plan.bookkeeping == [], "it was seen before")
        situation.now.seconds += 1
        #expect(situation.plan.lines == ["! web1"])
    }

    @Test("a domain that does something else in the meantime has its 30 s anew, and one that runs again all of them")
    func anew() {
        var situation = situation { $0.shutdownActions.onSoftReset = .softReset }
        situation.domains[0].state = .shutDown(.softReset)
        follow(&situation)
        situation.now.seconds += 60
        situation.domains[0].state = .shutDown(.reboot)
        #expect(situation.plan.lines == ["? web1"])
        situation.domains[0].state = .running
        #expect(situation.plan.isEmpty)
        #expect(situation.plan.bookkeeping.map(\.shutDown) == [nil])
        follow(&situation)
        #expect(situation.plan == Plan(unchanged: 1))
    }

    @Test("a domain that whoever watches it has started again is still the guest")
    func rebooted() {
        var situation = situation()
        situation.domains[0].domid = 4
        #expect(situation.plan == Plan(unchanged: 1))
        var kept = situation.domains[0]
        kept.domid = 3
        kept.name = "web1-kept"
        kept.state = .shutDown(.crash)
        situation.domains.insert(kept, at: 0)
        #expect(situation.plan == Plan(unchanged: 1), "the old one is evidence")
    }

    @Test("after the host has booted, only its definition vouches for a domain: somebody else's stands in the way")
    func hostBooted() {
        var situation = situation()
        situation.bootID = "boot-2"
        #expect(situation.plan.actions.first?.reason.hasSuffix(#""xenward adopt web1" takes it over"#) == true)
        situation.domains = []
        #expect(situation.plan.lines == ["+ web1"])
    }

    @Test("what xl keeps to is said with the change")
    func sentences() {
        var situation = situation()
        situation.edit {
            $0.boot.kernel = "/boot/new"
            $0.shutdownActions.onCrash = .preserve
        }
        let reasons = situation.plan.actions[0].changes.map(\.verdict.reason)
        #expect(reasons.count == 2)
        #expect(reasons.allSatisfy { $0.contains("xl") })
    }
}
