import GuestModel
import Host
import LibxlJSON
import SimulatedHost
import Testing

@Suite("What is observed is what libxl would say, not what was given") struct ObservationTests {
    @Test("Only what libxl fills in differs from what was given")
    func filledIn() async throws {
        let host = newHost()
        let given = guest { guest in
            guest.nics = [NetworkInterface(), NetworkInterface()]
            guest.nics[0].bridge = "xenbr0"
            guest.nics[1].mac = MACAddress("00:16:3e:00:00:01")
            guest.disks = [disk("xvda")]
            guest.keyboards = [VirtualKeyboard()]
            guest.usbControllers = [USBController()]
            guest.shutdownActions.onReboot = .restart
        }
        let web = try await host.start(given)
        let observed = try await host.configuration(web)
        var expected = given
        expected.creation.xenstoreData = [KeyValue("xenward/nonce", "n1")]
        expected.memory.video = 0
        expected.nics[0].devid = 0
        expected.nics[1].devid = 1
        expected.nics[0].mac = observed.nics[0].mac
        expected.scheduling.scheduler = .credit2
        expected.scheduling.weight = 256
        expected.scheduling.cap = 0
        #expect(observed == expected)
        #expect(observed.nics[0].mac?.description.hasPrefix("00:16:3e:") == true)
    }

    @Test("Of domains that nobody asked for only the list is told, unless somebody else made them")
    func attention() async throws {
        let host = newHost()
        let domids = [
            try await host.start(guest("one", 1)).domid, try await host.start(guest("two", 2)).domid,
        ]
        let whole = try await host.observe()
        let some = try await host.observe(.domains([domids[1]]))
        #expect(some.domains[1] == whole.domains[1])
        #expect(some.domains[0].configuration == .unknown(reason: "it was not asked for"))
        #expect(some.domains.map(\.name) == whole.domains.map(\.name))
        #expect(Attention.domains([]).includes(9, nonce: nil))
    }

    @Test("Vcpu 0 is online when nothing is said, and the target is the maximum")
    func defaults() async throws {
        let host = newHost()
        let web = try await host.start(
            guest {
                $0.vcpus = VCPUs()
                $0.memory.target = nil
            })
        let observed = try await host.configuration(web)
        #expect(observed.vcpus.online == [0])
        #expect(observed.memory.target == 256 << 10)
    }

    @Test("For HVM with more maxmem than memory, the target reads 1 MiB more once it was set, and only then")
    func fudge() async throws {
        let host = newHost()
        let given = guest("win", 1, .hvm) { $0.memory.maximum = 512 << 10 }
        let win = try await host.start(given)
        #expect(try await host.configuration(win).memory.target == 256 << 10)
        #expect(try await host.configuration(win).memory.video == 8 << 10)
        try await host.setMemoryTarget(win, to: 300 << 10)
        #expect(try await host.configuration(win).memory.target == (300 << 10) + 1024)
        let even = try await host.start(guest("even", 2, .hvm))
        try await host.setMemoryTarget(even, to: 200 << 10)
        #expect(try await host.configuration(even).memory.target == 200 << 10)
    }

    @Test("Observing twice shows the same")
    func stable() async throws {
        let host = newHost()
        try await host.start(guest("a", 1) { $0.nics = [NetworkInterface()] })
        try await host.start(guest("b", 2, .hvm))
        #expect(try await host.observe() == (try await host.observe()))
    }

    @Test("A device model that does not answer spoils its own guest alone")
    func sick() async throws {
        let host = newHost { $0.behaviours["sick"] = .deviceModelHangs }
        try await host.start(guest("sick", 1, .hvm))
        try await host.start(guest("well", 2))
        let domains = try await host.observe().domains
        guard case .unknown = domains[0].configuration, case .known = domains[1].configuration else {
            Issue.record("\(domains)")
            return
        }
        #expect(domains[0].name == "sick")
        try await host.guest("sick", behaves: nil)
        guard case .known = try #require(try await host.domain(1)).configuration else {
            Issue.record("still unknown")
            return
        }
    }

    @Test("The host answers requirements in their order, and says what is missing")
    func requirements() async throws {
        let host = newHost { $0.machine.missing = ["/boot/gone", "xenbr9"] }
        let answers = try await host.answer([
            .readable(path: "/boot/vmlinuz", purpose: "kernel"), .readable(path: "/boot/gone", purpose: "kernel"),
            .writable(path: "/boot/gone", purpose: "disk"), .bridge("xenbr0"), .bridge("xenbr9"), .cpus([3, 7]),
            .cpus([8, 9]), .cpupool("Pool-0"), .cpupool("fast"),
        ])
        #expect(answers.map { $0 == .met } == [true, false, false, true, false, true, false, true, false])
        #expect(answers[1] == .unmet("/boot/gone: No such file or directory"))
    }

    @Test("Memory that one guest takes is not there for the next; what ends before is free, what is refused takes none")
    func memoryRequirements() async throws {
        let host = newHost {
            $0.machine.totalMemory = 1 << 20
            $0.machine.scrubSeconds = 5
        }
        let old = try await host.start(
            guest("old", 1, .pv) {
                $0.memory.target = 512 << 10
                $0.memory.maximum = 512 << 10
            })
        func need(_ mebibytes: UInt64, ending: Set<Domid> = []) -> Requirement {
            var guest = guest("new", 2, .pv)
            guest.memory.target = mebibytes << 10
            return .memory(for: CanonicalConfiguration(guest), ending: ending)
        }
        let answers = try await host.answer([need(400), need(200), need(50), need(550, ending: [old.domid])])
        #expect(answers == [.met, .tooLittleMemory(needed: 201 << 10, free: 110 << 10), .met, .met])
        #expect(answers[1] == .unmet("it needs 201 MiB of memory, and 110 MiB are free"))
        // What is not free yet, and comes back by itself, counts.
        try await host.destroy(old)
        #expect(try await host.answer([need(1000)]) == [.met])
    }

    @Test("The same seed gives the same host")
    func seeded() { #expect(World(seed: 7) == World(seed: 7) && World(seed: 7) != World(seed: 8)) }
}

@Suite("A running domain changes") struct ChangeTests {
    @Test("The memory target moves up to static-max, and the guest's memory with it")
    func memoryTarget() async throws {
        let clock = TestClock()
        let host = newHost(clock)
        let web = try await host.start(guest { $0.memory.maximum = 512 << 10 })
        let free = try await host.observe().host.freeMemory
        try await host.setMemoryTarget(web, to: 512 << 10)
        #expect(try await host.configuration(web).memory.target == 512 << 10)
        #expect(try await host.observe().host.freeMemory == free - 256 << 10)
        #expect(await code { try await host.setMemoryTarget(web, to: (512 << 10) + 1) } == .invalid)
        try await host.setMemoryTarget(web, to: 256 << 10)
        clock.seconds += 10
        #expect(try await host.observe().host.freeMemory == free)
    }

    @Test("Static-max moves, but not below the target")
    func maximum() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.setMaximumMemory(web, to: 512 << 10)
        #expect(try await host.configuration(web).memory.maximum == 512 << 10)
        try await host.setMemoryTarget(web, to: 512 << 10)
        #expect(await code { try await host.setMaximumMemory(web, to: 511 << 10) } == .fail)
    }

    @Test("Vcpus go on and off within those it was made with")
    func vcpus() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.setOnlineVCPUs(web, to: [1])
        #expect(try await host.configuration(web).vcpus.online == [1])
        #expect(await code { try await host.setOnlineVCPUs(web, to: [0, 2]) } == .invalid)
        #expect(await code { try await host.setOnlineVCPUs(web, to: []) } == .invalid)
    }

    @Test("Affinity is set by vcpu, and a vcpu that is not named keeps its own")
    func affinity() async throws {
        let host = newHost()
        let web = try await host.start(guest { $0.vcpus.hardAffinityByVCPU = [[0], [1]] })
        try await host.setAffinity(web, hard: [[2, 3]], soft: [[4], [5]])
        try await host.setNodeAffinity(web, to: [0])
        let vcpus = try await host.configuration(web).vcpus
        #expect(vcpus.hardAffinityByVCPU == [[2, 3], [1]])
        #expect(vcpus.softAffinityByVCPU == [[4], [5]])
        #expect(vcpus.nodeAffinity == [0])
        #expect(await code { try await host.setAffinity(web, hard: [[0], [0], [0]], soft: nil) } == .invalid)
        #expect(await code { try await host.setAffinity(web, hard: [[8]], soft: nil) } == .fail)
    }

    @Test("A domain moves to a cpupool that there is")
    func cpupool() async throws {
        let host = newHost { $0.machine.cpupools = ["Pool-0", "fast"] }
        let web = try await host.start(guest())
        #expect(try await host.configuration(web).cpupool.name == nil)
        try await host.move(web, toCPUPool: "fast")
        #expect(try await host.configuration(web).cpupool.name == "fast")
        #expect(await code { try await host.move(web, toCPUPool: "slow") } == .notFound)
    }

    @Test("The scheduler of another cpupool begins with its defaults, that of the same one goes on")
    func schedulingInAnotherPool() async throws {
        let host = newHost { $0.machine.cpupools = ["Pool-0", "fast"] }
        let web = try await host.start(guest { $0.scheduling.weight = 512 })
        try await host.move(web, toCPUPool: "Pool-0")
        #expect(try await host.configuration(web).scheduling.weight == 512)
        try await host.move(web, toCPUPool: "fast")
        #expect(try await host.configuration(web).scheduling.weight == 256)
    }

    @Test("Weight and cap are set within their ranges, and what is absent is left alone")
    func scheduling() async throws {
        let host = newHost()
        let web = try await host.start(guest { $0.scheduling.weight = 512 })
        var parameters = SchedulerParameters()
        parameters.cap = 150
        try await host.setScheduling(web, to: parameters)
        let scheduling = try await host.configuration(web).scheduling
        #expect(scheduling.weight == 512 && scheduling.cap == 150)
        for (weight, cap) in [(0, nil), (65_536, nil), (nil, -1), (nil, 201)] as [(Int32?, Int32?)] {
            var bad = SchedulerParameters()
            bad.weight = weight
            bad.cap = cap
            #expect(await code { try await host.setScheduling(web, to: bad) } == .invalid)
        }
        parameters.scheduler = .rtds
        #expect(await code { try await host.setScheduling(web, to: parameters) } == .fail)
    }

    @Test("A renamed guest behaves as it did")
    func renameKeepsBehaviour() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.guest("web", behaves: .ignoresShutdown)
        try await host.rename(web, to: "www")
        #expect(await code { try await host.shutDown(web, within: .seconds(1)) } == .guestTimedOut)
    }

    @Test("Userdata is replaced")
    func userdata() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.storeUserdata("new", of: web)
        #expect(try await host.userdata(of: web) == "new")
    }
}

@Suite("Devices come and go") struct DeviceTests {
    @Test("A disk comes once by its vdev, and goes")
    func disks() async throws {
        let host = newHost { $0.machine.missing = ["/img/gone"] }
        let web = try await host.start(guest { $0.disks = [disk("xvda")] })
        try await host.attach(.disk(disk("xvdb")), to: web)
        #expect(try await host.configuration(web).disks.map(\.vdev) == ["xvda", "xvdb"])
        #expect(await code { try await host.attach(.disk(disk("xvda")), to: web) } == .deviceExists)
        #expect(await code { try await host.attach(.disk(disk("xvdc", "/img/gone")), to: web) } == .fail)
        var virtio = disk("xvdd")
        virtio.specification = .virtio
        #expect(await code { try await host.attach(.disk(virtio), to: web) } == .fail)
        try await host.detach(.disk(disk("xvda")), from: web)
        #expect(try await host.configuration(web).disks.map(\.vdev) == ["xvdb"])
        #expect(await code { try await host.detach(.disk(disk("xvda")), from: web) } == .notFound)
    }

    @Test("An interface gets devid and MAC, and goes by either")
    func nics() async throws {
        let host = newHost()
        let web = try await host.start(guest { $0.nics = [NetworkInterface()] })
        try await host.attach(.nic(NetworkInterface()), to: web)
        let nics = try await host.configuration(web).nics
        #expect(nics.map(\.devid) == [0, 1] && nics[1].mac != nil)
        var same = NetworkInterface()
        same.devid = 1
        #expect(await code { try await host.attach(.nic(same), to: web) } == .deviceExists)
        var byMAC = NetworkInterface()
        byMAC.mac = nics[0].mac
        try await host.detach(.nic(byMAC), from: web)
        try await host.detach(.nic(same), from: web)
        #expect(try await host.configuration(web).nics.isEmpty)
    }

    @Test("A PCI device is one guest's, and no PVH guest's")
    func pci() async throws {
        let host = newHost()
        let a = try await host.start(guest("a", 1, .hvm))
        let b = try await host.start(guest("b", 2, .hvm))
        let c = try await host.start(guest("c", 3))
        var device = PCIDevice()
        device.bus = 3
        try await host.attach(.pci(device), to: a)
        #expect(await code { try await host.attach(.pci(device), to: a) } == .fail)
        #expect(await code { try await host.attach(.pci(device), to: b) } == .fail)
        #expect(await code { try await host.attach(.pci(device), to: c) } == .invalid)
        try await host.detach(.pci(device), from: a)
        try await host.attach(.pci(device), to: b)
    }

    @Test("USB controllers and devices come and go")
    func usb() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        try await host.attach(.usbController(USBController()), to: web)
        var device = USBDevice()
        device.host = USBHostAddress(bus: 1, address: 4)
        try await host.attach(.usbDevice(device), to: web)
        #expect(await code { try await host.attach(.usbDevice(device), to: web) } == .invalid)
        let observed = try await host.configuration(web)
        #expect(observed.usbControllers.map(\.devid) == [0] && observed.usbDevices == [device])
        try await host.detach(.usbDevice(device), from: web)
        try await host.detach(.usbController(observed.usbControllers[0]), from: web)
        #expect(try await host.configuration(web).usbControllers.isEmpty)
    }

    @Test("A keyboard comes and goes without libxl saying so")
    func keyboards() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        var keyboard = VirtualKeyboard()
        keyboard.devid = 0
        try await host.attach(.keyboard(keyboard), to: web)
        #expect(try await host.configuration(web).keyboards.isEmpty)
        #expect(await code { try await host.attach(.keyboard(keyboard), to: web) } == .deviceExists)
        try await host.detach(.keyboard(keyboard), from: web)
        #expect(await code { try await host.detach(.keyboard(keyboard), from: web) } == .notFound)
    }

    @Test("A guest that hangs lets go of nothing, and does not balloon")
    func hangs() async throws {
        let host = newHost { $0.behaviours["web"] = .hangs }
        let web = try await host.start(guest { $0.disks = [disk("xvda")] })
        let free = try await host.observe().host.freeMemory
        #expect(await code { try await host.detach(.disk(disk("xvda")), from: web) } == .timedOut)
        try await host.setMemoryTarget(web, to: 128 << 10)
        #expect(try await host.observe().host.freeMemory == free)
        #expect(await code { try await host.shutDown(web, within: .seconds(1)) } == .guestTimedOut)
        try await host.destroy(web)
    }

    @Test("A device's error names libxl's function, the guest, and the device")
    func message() async throws {
        let host = newHost()
        let web = try await host.start(guest())
        let error = await #expect(throws: HostError.self) { try await host.detach(.disk(disk("xvdz")), from: web) }
        #expect(
            error?.description
                == "web: the guest has no such device (libxl_device_disk_safe_remove: ERROR_NOTFOUND)")
    }
}
