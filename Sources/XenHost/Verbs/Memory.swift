import CXen
import Host

extension XenHost {
    public func setMemoryTarget(_ domain: DomainReference, to kibibytes: UInt64) async throws(HostError) {
        try await change(
            domain, "libxl_set_memory_target", attempt: "its memory could not be set to \(kibibytes) KiB"
        ) { context, domid in
            // Enforced, as `xl mem-set` does: a guest that ignores its target may not take more.
            libxl_set_memory_target(context, domid, Int64(clamping: kibibytes), 0, 1)
        }
    }

    public func setMaximumMemory(_ domain: DomainReference, to kibibytes: UInt64) async throws(HostError) {
        try await change(
            domain, "libxl_domain_setmaxmem", attempt: "its most memory could not be set to \(kibibytes) KiB"
        ) { context, domid in
            libxl_domain_setmaxmem(context, domid, kibibytes)
        }
    }
}
