import GuestModel
import Host

extension World {
    /// `libxl_domain_sched_params_set` with credit2, which knows weight and cap alone.
    ///
    /// - Throws: ``LibxlError/invalid`` out of range; ``LibxlError/fail`` for another scheduler's parameters.
    mutating func setScheduling(
        _ reference: DomainReference, to parameters: SchedulerParameters
    ) throws(HostError) {
        let index = try index(of: reference, .setScheduling)
        let domain = domains[index]
        if let scheduler = parameters.scheduler, scheduler != .credit2 {
            throw HostOperation.setScheduling.error(
                .fail, domain.name, "the cpupool runs credit2, not \(scheduler.rawValue)")
        }
        if let weight = parameters.weight, !(1...65_535).contains(weight) {
            throw HostOperation.setScheduling.error(.invalid, domain.name, "weight \(weight) is not within 1…65535")
        }
        if let cap = parameters.cap, !(0...100 * Int32(domain.runtime.vcpus)).contains(cap) {
            throw HostOperation.setScheduling.error(
                .invalid, domain.name, "cap \(cap) is not within 0…\(100 * domain.runtime.vcpus)")
        }
        if let weight = parameters.weight { domains[index].runtime.weight = weight }
        if let cap = parameters.cap { domains[index].runtime.cap = cap }
    }
}
