import CXen
import GuestModel
import Host

extension XenHost {
    public func setOnlineVCPUs(_ domain: DomainReference, to vcpus: CPUSet) async throws(HostError) {
        let function = "libxl_set_vcpuonline"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            let bitmap = try LibxlBitmap(vcpus, worker.context)
            try worker.call(function, found.subject, attempt: "vcpus \(vcpus) could not be brought online") {
                libxl_set_vcpuonline($0, domain.domid, bitmap.pointer, nil)
            }
        }
    }

    public func setAffinity(_ domain: DomainReference, hard: [CPUSet]?, soft: [CPUSet]?) async throws(HostError) {
        let function = "libxl_set_vcpuaffinity"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            for vcpu in 0..<max(hard?.count ?? 0, soft?.count ?? 0) {
                let hard = try worker.bitmap(hard, vcpu)
                let soft = try worker.bitmap(soft, vcpu)
                try worker.call(function, found.subject, attempt: "vcpu \(vcpu) could not be moved") {
                    libxl_set_vcpuaffinity($0, domain.domid, UInt32(vcpu), hard.pointer, soft.pointer)
                }
            }
        }
    }

    public func setNodeAffinity(_ domain: DomainReference, to nodes: CPUSet) async throws(HostError) {
        let function = "libxl_domain_set_nodeaffinity"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            let bitmap = try LibxlBitmap(nodes: nodes, worker.context)
            try worker.call(function, found.subject, attempt: "its nodes could not be set to \(nodes)") {
                libxl_domain_set_nodeaffinity($0, domain.domid, bitmap.pointer)
            }
        }
    }

    public func move(_ domain: DomainReference, toCPUPool name: String) async throws(HostError) {
        let function = "libxl_cpupool_movedomain"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            guard let pool = worker.cpupools().first(where: { $0.value == name })?.key else {
                throw HostError(
                    function, .notFound, domain: found.subject.words, detail: "there is no cpupool called \(name)")
            }
            try worker.call(function, found.subject, attempt: "it could not be moved to cpupool \(name)") {
                libxl_cpupool_movedomain($0, pool, domain.domid)
            }
        }
    }

    public func setScheduling(
        _ domain: DomainReference, to parameters: SchedulerParameters
    ) async throws(HostError) {
        try await change(
            domain, "libxl_domain_sched_params_set", attempt: "the scheduler did not take the new values"
        ) { context, domid in
            // libxl leaves alone what keeps its initial value.
            var values = libxl_domain_sched_params()
            libxl_domain_sched_params_init(&values)
            defer { libxl_domain_sched_params_dispose(&values) }
            if let weight = parameters.weight { values.weight = weight }
            if let cap = parameters.cap { values.cap = cap }
            if let period = parameters.period { values.period = period }
            if let budget = parameters.budget { values.budget = budget }
            if let extratime = parameters.extratime { values.extratime = extratime }
            return libxl_domain_sched_params_set(context, domid, &values)
        }
    }
}

extension LibxlWorker {
    /// The cpus for a vcpu, where there are any for it.
    fileprivate func bitmap(_ sets: [CPUSet]?, _ vcpu: Int) throws(HostError) -> OptionalBitmap {
        guard let sets, sets.indices.contains(vcpu) else { return OptionalBitmap() }
        return OptionalBitmap(try LibxlBitmap(sets[vcpu], context))
    }
}

/// A bitmap, or none: libxl leaves alone what it is given no bitmap for.
private struct OptionalBitmap: ~Copyable {
    private let bitmap: LibxlBitmap?

    init() { bitmap = nil }

    init(_ bitmap: consuming LibxlBitmap) { self.bitmap = consume bitmap }

    var pointer: UnsafeMutablePointer<libxl_bitmap>? {
        switch bitmap {
        case .none: nil
        case .some(let bitmap): bitmap.pointer
        }
    }
}
