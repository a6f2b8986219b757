import CXen
import Host

extension LibxlWorker {
    /// What a guest takes while it is built and from then on, in KiB (`libxl_domain_need_memory`).
    ///
    /// libxl fills in defaults where it is asked, so it is asked on a copy that nothing else is done with.
    func memoryNeed(of json: String, name: String?) throws(HostError) -> UInt64 {
        let copy = try LibxlValue(.domain, json: json, context)
        var need: UInt64 = 0
        try call("libxl_domain_need_memory", Subject(name: name), attempt: "libxl cannot say how much memory it needs")
        {
            libxl_domain_need_memory($0, copy.pointer, UInt32(bitPattern: -1), &need)
        }
        return need
    }

    /// What a domain has of the host's memory, in KiB; nothing when it is gone.
    func memoryHeld(by domid: Domid) throws(HostError) -> UInt64 {
        try dominfo(domid) { $0.current_memkb + $0.outstanding_memkb } ?? 0
    }

    /// What dom0 can give up: all but what libxl leaves it, in KiB.
    func dom0Spare() throws(HostError) -> UInt64 {
        var target: UInt64 = 0
        try call("libxl_get_memory_target", .host, attempt: "dom0's memory target cannot be read") {
            libxl_get_memory_target($0, 0, &target)
        }
        return target > Self.least ? target - Self.least : 0
    }

    /// libxl does not let dom0 have less (`LIBXL_MIN_DOM0_MEM`), in KiB.
    private static let least: UInt64 = 128 << 10

    /// Has dom0 give up memory, and waits a while for it to do so. Whether it was enough, free memory tells.
    func askDom0(for kibibytes: UInt64) {
        _ = libxl_set_memory_target(context.handle, 0, -Int64(clamping: kibibytes), 1, 0)
        _ = libxl_wait_for_memory_target(context.handle, 0, 10)
    }

    /// Xen's own command line; nil where libxl does not say.
    var xenCommandLine: String? {
        libxl_get_version_info(context.handle)?.pointee.commandline.map { String(cString: $0) }
    }
}
