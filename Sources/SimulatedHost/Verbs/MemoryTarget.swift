import Host

extension World {
    /// `libxl_set_memory_target`, in KiB: a guest that runs balloons at once, as far as there is memory.
    ///
    /// - Throws: ``LibxlError/invalid`` above static-max.
    mutating func setMemoryTarget(
        _ reference: DomainReference, to kibibytes: UInt64, at now: Int64
    ) throws(HostError) {
        let index = try index(of: reference, .setMemoryTarget)
        let domain = domains[index]
        let video = domain.runtime.videoMemory
        guard kibibytes >= video, kibibytes - video <= domain.runtime.memoryMaximum else {
            throw HostOperation.setMemoryTarget.error(
                .invalid, domain.name,
                "\(kibibytes) KiB are not within the guest's \(domain.runtime.memoryMaximum) KiB at most")
        }
        let target = kibibytes - video
        let before = domain.runtime.memoryTarget
        domains[index].runtime.memoryTarget = target
        guard domain.state == .running, behaviours[domain.name] != .hangs else { return }
        if target < before {
            let given = min(before - target, domain.runtime.memoryHeld)
            domains[index].runtime.memoryHeld -= given
            scrub(given, at: now)
        } else {
            domains[index].runtime.memoryHeld += min(target - before, freeMemory(at: now))
        }
    }

    /// `libxl_domain_setmaxmem`, in KiB: static-max alone.
    ///
    /// - Throws: ``LibxlError/fail`` below the target.
    mutating func setMaximumMemory(_ reference: DomainReference, to kibibytes: UInt64) throws(HostError) {
        let index = try index(of: reference, .setMaximumMemory)
        let domain = domains[index]
        guard (domain.runtime.memoryTarget...largestMemory).contains(kibibytes) else {
            throw HostOperation.setMaximumMemory.error(
                .fail, domain.name,
                "\(kibibytes) KiB are less than the memory target of \(domain.runtime.memoryTarget) KiB, or too much")
        }
        domains[index].runtime.memoryMaximum = kibibytes
    }
}
