import GuestModel
import LibxlJSON
import Observing

extension GuestConfiguration {
    /// What the host must have before this guest can be started.
    public var requirements: [Requirement] {
        var found: [Requirement] = []
        for (path, purpose) in [
            (boot.kernel, "kernel"), (boot.ramdisk, "ramdisk"), (boot.bootloader, "bootloader"),
            (boot.deviceTree, "device tree"), (deviceModel.path, "device model"),
        ] {
            // A bootloader may be a name that libxl looks up itself, such as pygrub.
            if let path, path.hasPrefix("/") { found.append(.readable(path: path, purpose: purpose)) }
        }
        if case .hvm(let hvm) = type {
            for (path, purpose) in [
                (hvm.systemFirmware, "BIOS"), (hvm.smbiosFirmware, "SMBIOS file"), (hvm.acpiFirmware, "ACPI file"),
            ] {
                if let path { found.append(.readable(path: path, purpose: purpose)) }
            }
        }
        for disk in disks where disk.servingDomain == nil {
            // What its script makes a device of is the script's to know.
            if let script = disk.script {
                found.append(.readable(path: Self.path(ofScript: script), purpose: "hotplug script"))
                continue
            }
            guard let path = disk.path, path.hasPrefix("/") else { continue }
            found.append(
                disk.readWrite ? .writable(path: path, purpose: "disk") : .readable(path: path, purpose: "disk"))
        }
        for nic in nics where nic.servingDomain == nil {
            if nic.script.map({ $0.hasSuffix("vif-bridge") }) ?? true {
                found.append(.bridge(nic.bridge ?? Self.standardBridge))
            }
            if let script = nic.script {
                found.append(.readable(path: Self.path(ofScript: script), purpose: "hotplug script"))
            }
        }
        var pinned: Set<CPUSet> = []
        for cpus in vcpus.hardAffinityByVCPU + [vcpus.hardAffinity] where !cpus.isEmpty && !cpus.isOpenEnded {
            if pinned.insert(cpus).inserted { found.append(.cpus(cpus)) }
        }
        if let pool = cpupool.name { found.append(.cpupool(pool)) }
        // What a name stands for, only xenstore knows.
        for device in pciDevices where device.name == nil {
            found.append(.pciDevice(device.address, isSeized: device.seize))
        }
        found += usbDevices.compactMap(\.host).map(Requirement.usbDevice)
        return found
    }

    /// What libxl has an interface on that names none, where xl.conf(5) has no vif.default.bridge.
    private static let standardBridge = "xenbr0"

    /// A name alone is one of Xen's own scripts.
    private static func path(ofScript name: String) -> String {
        name.hasPrefix("/") ? name : "/etc/xen/scripts/\(name)"
    }
}

extension Plan {
    /// What the host has to be asked before this plan can be trusted, in the order in which actions are carried out.
    public var requirements: [Requirement] {
        // What goes without a successor is gone before anything is built.
        var freed = Set(actions.compactMap(\.endsForGood))
        return inOrder.flatMap { action -> [Requirement] in
            guard let target = action.builds else {
                return action.demands.flatMap(\.requirements) + action.requirementsOfNextBoot
            }
            defer { freed = [] }
            return target.requirements(ending: freed.union([action.endsForItsSuccessor].compactMap { $0 }))
        }
    }

    /// This plan with those actions blocked whose requirements the host does not meet, and those that counted on them: to leave a
    /// disk, an address or a device to another guest, or to run before it.
    ///
    /// - Parameters:
    ///   - answers: to ``requirements``, in their order.
    ///   - input: what this plan was made from.
    ///   - earlier: this plan as it was when the host was asked before, of which all that has stayed is answered; nil for the first time.
    public func blocking(unmet answers: [RequirementAnswer], _ input: PlanInput, since earlier: Plan? = nil) -> Plan {
        let other = earlier.map(guestsDoingOther)
        let answered = blocking(unmet: answers) { other?.contains($0.guest) ?? true }
        guard answered != self else { return self }
        let matching = Matching(input)
        let dependencies = Dependencies(matching.wanted.map(\.definition.name), input.policies)
        return answered.blockingAllThatFollows {
            $0.blockingTaken(input, matching).blockingDependents(since: self, dependencies, input)
        }
    }

    /// The guests of which this plan makes something else than that one.
    private func guestsDoingOther(than earlier: Plan) -> Set<String> {
        let works = Dictionary(earlier.actions.map { ($0.guest, $0.work) }) { first, _ in first }
        return Set(actions.filter { works[$0.guest] != $0.work }.map(\.guest))
    }

    private func blocking(unmet answers: [RequirementAnswer], where heeds: (PlannedAction) -> Bool) -> Plan {
        var rest = answers[...]
        var plan = self
        func reasons(_ count: Int) -> String? {
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).unmet
        }
        for index in order {
            if let target = actions[index].builds {
                let isMemoryThere = target.savedMemory == nil || rest.first == .met
                guard var reason = reasons(target.requirements(ending: []).count), heeds(actions[index]) else {
                    continue
                }
                if !isMemoryThere { reason += "; \(PlannedAction.wayOutOfMemory(of: actions[index].guest))" }
                plan.actions[index].setBack(reason)
            }
            for demand in actions[index].demands {
                guard let reason = reasons(demand.requirements.count), heeds(actions[index]) else { continue }
                plan.actions[index].forbid(demand.changes, reason)
            }
            if let reason = reasons(actions[index].requirementsOfNextBoot.count), heeds(actions[index]) {
                plan.actions[index].forbid(actions[index].changesForNextBoot, reason)
            }
        }
        return plan
    }
}

extension PlannedAction {
    /// The places, in ``changes``, of those that are recorded for the guest's next boot.
    fileprivate var changesForNextBoot: [Int] {
        guard case .update = work else { return [] }
        return changes.indices.filter { changes[$0].isMade && changes[$0].verdict.effect == .nextBoot }
    }

    /// What the host must have by then: what is missing now is said now, and not when the guest has gone down.
    fileprivate var requirementsOfNextBoot: [Requirement] {
        guard case .update(_, let target) = work, !changesForNextBoot.isEmpty else { return [] }
        var configuration = target.configuration
        // Where it is asked for now, that is what is refused.
        if move != nil { configuration.cpupool.name = nil }
        return configuration.requirements
    }

    /// What changes of the running domain need, with their places in ``changes``.
    fileprivate var demands: [(changes: [Int], requirements: [Requirement])] {
        arrivals.map { ($0.changes, $0.guest.requirements) } + [move].compactMap(\.self)
    }

    /// Its move to another cpupool.
    private var move: (changes: [Int], requirements: [Requirement])? {
        guard case .update(_, let target) = work, let pool = target.configuration.cpupool.name else { return nil }
        let places = changes.indices.filter {
            changes[$0].isMade && JudgedField(changes[$0].change.field) == .cpupoolName
                && changes[$0].verdict.effect == .live(.cpupool)
        }
        return places.isEmpty ? nil : (places, [.cpupool(pool)])
    }
}

extension PlannedAction.Target {
    /// What the host must have before this guest can be built.
    ///
    /// - Parameter ending: domains that are gone by then, and whose memory is free.
    public func requirements(ending: Set<Domid>) -> [Requirement] {
        let memory = Requirement.memory(for: CanonicalConfiguration(configuration), ending: ending)
        guard let savedMemory else { return configuration.requirements + [memory] }
        // It does not boot, so that nothing is needed for that.
        var resumed = configuration
        resumed.boot = .init()
        return [.readable(path: savedMemory, purpose: "saved memory")] + resumed.requirements + [memory]
    }
}
