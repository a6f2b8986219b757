import GuestModel

/// Judges changes to a running guest.
struct Verdicts {
    /// What the running domain was made from.
    let booted: GuestConfiguration
    /// What it was built with, and cannot outgrow.
    let limits: GuestRecord.Limits
    /// What the guest is to become.
    let desired: GuestConfiguration

    /// When a change can take effect, by what libxl 4.17 can do to a running domain.
    func verdict(for change: FieldChange) -> Verdict {
        if change.device != nil { return deviceVerdict(for: change) }
        let name = change.field.name
        switch name {
        case "state": return runStateVerdict(for: change)
        case "name": return Verdict(.live(.rename), "a running domain can be renamed")
        case "uuid": return Verdict(.recreate, "the uuid is the guest's identity")
        case "type": return Verdict(.recreate, "a domain keeps the type it was built with")
        case "memory.target": return memoryTargetVerdict()
        case "memory.maximum": return maximumMemoryVerdict()
        case "vcpus.online": return onlineVCPUsVerdict()
        case "vcpus.maximum": return maximumVCPUsVerdict()
        case "vcpus.hardAffinityByVCPU", "vcpus.softAffinityByVCPU":
            return Verdict(.live(.affinity), "vcpus can be moved at any time")
        case "vcpus.nodeAffinity" where change.new == nil:
            return Verdict(.restart, "which nodes there are is not known while the domain runs")
        case "vcpus.nodeAffinity":
            return Verdict(.live(.nodeAffinity), "from now on; memory that the guest has stays where it is")
        case "cpupool.name": return Verdict(.live(.cpupool), "a domain can move to another cpupool")
        case "scheduling.weight", "scheduling.cap", "scheduling.period", "scheduling.budget", "scheduling.extratime":
            return Verdict(.live(.scheduling), "the scheduler takes new values at any time")
        case _ where name.hasPrefix("shutdownActions."):
            return Verdict(.live(.remember), "the toolstack heeds it, not the domain")
        case _ where name.hasPrefix("boot."): return Verdict(.nextBoot, "it only matters when the guest boots")
        default: return Verdict(.restart, "xenward cannot change it while the domain runs")
        }
    }

    private func runStateVerdict(for change: FieldChange) -> Verdict {
        change.new == .string("paused")
            ? Verdict(.live(.pause), "a domain can be paused at any time")
            : Verdict(.live(.unpause), "a paused domain can run on at any time")
    }

    // MARK: Memory

    private func memoryTargetVerdict() -> Verdict {
        guard let wanted = desired.memory.target ?? desired.memory.maximum, wanted > limits.memory else {
            return Verdict(.live(.memoryTarget), "the guest's balloon driver follows the target")
        }
        return Verdict(.restart, "the running domain was built for at most \(Field.kibibytes(limits.memory))")
    }

    private func maximumMemoryVerdict() -> Verdict {
        guard let wanted = desired.mostMemory, wanted > limits.memory else {
            return Verdict(
                .live(.maximumMemory),
                "the maximum can be lowered, and raised again up to what the domain was built for")
        }
        return Verdict(.restart, "the running domain was built for at most \(Field.kibibytes(limits.memory))")
    }

    // MARK: Processors

    private func onlineVCPUsVerdict() -> Verdict {
        let built = limits.vcpus
        guard let last = desired.vcpus.online.members.last, last >= built else {
            return Verdict(.live(.onlineVCPUs), "vcpus can be taken offline and brought back")
        }
        return Verdict(.restart, "the running domain was built with \(built) vcpus")
    }

    private func maximumVCPUsVerdict() -> Verdict {
        let built = limits.vcpus
        let wanted = desired.vcpus.maximum ?? 1
        return wanted <= built
            ? Verdict(.nextBoot, "vcpus beyond the new maximum can be offline until then")
            : Verdict(.restart, "the running domain was built with \(built) vcpus")
    }

    // MARK: Devices

    private func deviceVerdict(for change: FieldChange) -> Verdict {
        guard change.isWholeDevice, let value = change.new ?? change.old else {
            return Verdict(.restart, "xenward cannot change a device that is attached")
        }
        let operation: Verdict.LiveOperation = change.new == nil ? .detach : .attach
        switch change.field.name {
        case "disks":
            if value["is_cdrom"] != nil { return Verdict(.restart, "an emulated drive comes and goes with the domain") }
            if case .hvm = booted.type, let vdev = value["vdev"]?.string, vdev.hasPrefix("hd") || vdev.hasPrefix("sd") {
                return Verdict(.restart, "an emulated disk comes and goes with the domain")
            }
            if value["specification"]?.string == "virtio" {
                return Verdict(.restart, "libxl 4.17 cannot attach or detach virtio disks")
            }
            return Verdict(.live(operation), "a paravirtual disk can come and go")
        case "nics": return Verdict(.live(operation), "a paravirtual network interface can come and go")
        default: return Verdict(.restart, "this kind of device comes and goes with the domain")
        }
    }
}

extension GuestConfiguration {
    /// The most memory it may have, in KiB.
    var mostMemory: UInt64? { memory.maximum ?? memory.target }
}

extension Field {
    fileprivate static func kibibytes(_ number: UInt64) -> String {
        Field(name: "", libxlPath: [], unit: .kibibytes).text(of: .integer(Int128(number)))
    }
}
