import GuestModel

extension World {
    /// What is free for new domains, in KiB.
    ///
    /// - Parameter now: Seconds since 1970.
    public func freeMemory(at now: Int64) -> UInt64 {
        let held = domains.reduce(0) { $0 + $1.runtime.memoryHeld }
        let dirty = scrubbing.reduce(0) { $0 + ($1.until > now ? $1.kibibytes : 0) }
        return machine.totalMemory - min(machine.totalMemory, held + dirty)
    }

    /// What is free for new domains once the memory of those that are gone has come back, in KiB.
    var comingMemory: UInt64 {
        machine.totalMemory - min(machine.totalMemory, domains.reduce(0) { $0 + $1.runtime.memoryHeld })
    }

    /// Takes memory from a domain that is gone; it is free after a while.
    mutating func scrub(_ kibibytes: UInt64, at now: Int64) {
        scrubbing.removeAll { $0.until <= now }
        guard kibibytes > 0, machine.scrubSeconds > 0 else { return }
        scrubbing.append(ScrubbedMemory(kibibytes: kibibytes, until: now + machine.scrubSeconds))
    }
}

extension GuestConfiguration {
    /// `max_memkb`, in KiB, with its default.
    var maximumMemory: UInt64 { memory.maximum ?? memory.target ?? 32 << 10 }

    /// `target_memkb`, in KiB, with its default.
    var targetMemory: UInt64 { memory.target ?? maximumMemory }

    /// `video_memkb`, in KiB, with its default: by graphics card.
    var videoMemory: UInt64 {
        guard case .hvm(let hvm) = type else { return 0 }
        if let video = memory.video { return video }
        return switch hvm.vga {
        case .some(.none): 0
        case .std: 16 << 10
        case .qxl: 128 << 10
        case .cirrus, nil: 8 << 10
        }
    }

    /// What Xen takes for the guest, in KiB: its memory, page tables (`shadow_memkb`), and 1 or 2 MiB.
    var memoryNeed: UInt64 {
        let pageTables: UInt64
        let extra: UInt64
        switch type {
        case .pv: (pageTables, extra) = (0, 1 << 10)
        case .hvm, .pvh:
            (pageTables, extra) = (4 * (256 * UInt64(vcpus.maximum ?? 1) + 2 * (maximumMemory >> 10)), 2 << 10)
        }
        // A number from a file may be as large as it likes.
        let (sum, overflows) = targetMemory.addingReportingOverflow(memory.shadow ?? pageTables)
        return overflows || sum > .max - extra ? .max : sum + extra
    }
}

/// More memory than any machine has: 1 PiB, in KiB. Larger numbers are refused, so that sums stay sums.
let largestMemory: UInt64 = 1 << 40
