/// The names of features, bit by bit from 0 on: `-` where a bit has none, `/` between several names of one.
enum CPUFeatureNames {
    struct Group: Sendable {
        let place: CPUFeature.Place
        let names: String
    }

    private static func group(
        leaf: UInt32, subleaf: UInt32?, register: CPUFeature.Register, _ names: String
    ) -> Group {
        Group(place: .cpuid(leaf: leaf, subleaf: subleaf, register: register), names: names)
    }

    static let groups: [Group] = [
        group(
            leaf: 1, subleaf: nil, register: .ecx,
            """
            sse3 pclmulqdq dtes64 monitor dscpl vmx smx eist/est tm2 ssse3 cntxid - fma cmpxchg16/cx16 xtpr \
            pdcm - pcid dca sse4-1/sse4.1/sse4_1 sse4-2/sse4.2/sse4_2 x2apic movbe popcnt tsc-deadline \
            aes/aesni xsave osxsave avx f16c rdrand hypervisor
            """),
        group(
            leaf: 1, subleaf: nil, register: .edx,
            """
            fpu vme de pse tsc msr pae mce cmpxchg8/cx8 apic - sep/sysenter mtrr pge mca cmov pat pse36 psn \
            clfsh - ds acpi mmx fxsr sse sse2 ss htt tm/tm1 ia64 pbe
            """),
        group(
            leaf: 6, subleaf: nil, register: .eax,
            """
            - - arat
            """),
        group(
            leaf: 7, subleaf: 0, register: .ebx,
            """
            fsgsbase tsc-adjust/tsc_adjust sgx bmi1 hle avx2 fdp-excp-only smep bmi2 erms invpcid rtm \
            cmt/pqm no-fpu-sel mpx pqe avx512f avx512dq rdseed adx - avx512-ifma - clflushopt clwb \
            proc-trace avx512pf avx512er avx512cd sha avx512bw avx512vl
            """),
        group(
            leaf: 7, subleaf: 0, register: .ecx,
            """
            prefetchwt1 avx512-vbmi umip pku ospke - avx512-vbmi2 cet-ss gfni vaes vpclmulqdq avx512-vnni \
            avx512-bitalg - avx512-vpopcntdq - - - - - - - rdpid - - cldemote - movdiri movdir64b enqcmd
            """),
        group(
            leaf: 7, subleaf: 0, register: .edx,
            """
            - - avx512-4vnniw avx512-4fmaps fsrm - - - avx512-vp2intersect srbds-ctrl md-clear \
            rtm-always-abort - tsx-force-abort serialize hybrid tsxldtrk - - - cet-ibt - - avx512-fp16 - - \
            ibrsb stibp l1d-flush arch-caps core-caps ssbd
            """),
        group(
            leaf: 7, subleaf: 1, register: .eax,
            """
            - - - - avx-vnni avx512-bf16 - - - - fzrm fsrs fsrcs
            """),
        group(
            leaf: 7, subleaf: 1, register: .ebx,
            """
            intel-ppin
            """),
        group(
            leaf: 7, subleaf: 1, register: .edx,
            """
            - - - - - - - - - - - - - - - - - - cet-sss
            """),
        group(
            leaf: 7, subleaf: 2, register: .edx,
            """
            intel-psfd ipred-ctrl rrsba-ctrl - bhi-ctrl mcdt-no
            """),
        group(
            leaf: 13, subleaf: 1, register: .eax,
            """
            xsaveopt xsavec xgetbv1 xsaves
            """),
        group(
            leaf: 0x80000001, subleaf: nil, register: .ecx,
            """
            lahf-lm/lahfsahf cmp-legacy/cmplegacy svm extapic altmovcr8/cr8-legacy abm sse4a misalignsse \
            3dnowprefetch osvw ibs xop skinit wdt - lwp fma4 - - nodeid/nodeid-msr - tbm topoext \
            perfctr_core perfctr_nb - dbext - - monitorx
            """),
        group(
            leaf: 0x80000001, subleaf: nil, register: .edx,
            """
            - - - - - - - - - - - syscall - - - - - - - - nx - mmxext - - ffxsr page1gb rdtscp - lm 3dnowext \
            3dnow
            """),
        group(
            leaf: 0x80000007, subleaf: nil, register: .edx,
            """
            - - - - - - - hw-pstate invtsc/itsc cpb efro
            """),
        group(
            leaf: 0x80000008, subleaf: nil, register: .ebx,
            """
            clzero - rstr-fp-err-ptrs - - - - - - wbnoinvd - - ibpb - ibrs amd-stibp ibrs-always \
            stibp-always ibrs-fast ibrs-same-mode no-lmsl - - amd-ppin/ppin amd-ssbd virt-ssbd ssb-no - psfd \
            btc-no ibpb-ret
            """),
        group(
            leaf: 0x8000000a, subleaf: nil, register: .edx,
            """
            svm_npt svm_lbrv - svm_nrips svm_tscrate svm_vmcbclean - svm_decode - - svm_pausefilt
            """),
        group(
            leaf: 0x80000021, subleaf: nil, register: .eax,
            """
            - - lfence+/lfence-dispatch - - verw-clear nscb - auto-ibrs - - - - - - - - - - - - - - - - - - \
            sbpb ibpb-brtype srso-no srso-us-no srso-msr-fix
            """),
        group(
            leaf: 0x80000021, subleaf: nil, register: .ecx,
            """
            - tsa-sq-no tsa-l1-no
            """),
        Group(
            place: .msr(index: 0x10a),
            names: """
                rdcl-no eibrs rsba skip-l1dfl intel-ssb-no mds-no if-pschange-mc-no tsx-ctrl taa-no mcu-ctrl \
                misc-pkg-ctrl energy-filtering doitm sbdr-ssdp-no fbsdp-no psdp-no - fb-clear fb-clear-ctrl rrsba \
                bhi-no xapic-status - ovrclk-status pbrsb-no gds-ctrl gds-no rfds-no rfds-clear - - - - - - - - - - - \
                - - - - - - - - - - - - - - - - - - - - - - its-no
                """),
    ]

    /// Numbers of several bits. `family` and `model` have an extension apart, 8 and 4 bits from bit 20 and 16 on.
    static let numbers: [CPUFeature] = [
        number("maxleaf", 0, .eax, bit: 0, width: 32),
        number("stepping", 1, .eax, bit: 0, width: 4),
        number("model", 1, .eax, bit: 4, width: 4),
        number("family", 1, .eax, bit: 8, width: 4),
        number("brandid", 1, .ebx, bit: 0, width: 8),
        number("clflush", 1, .ebx, bit: 8, width: 8),
        number("proccount", 1, .ebx, bit: 16, width: 8),
        number("localapicid", 1, .ebx, bit: 24, width: 8),
        number("procpkg", 4, subleaf: 0, .eax, bit: 26, width: 6),
        number("maxhvleaf", 0x4000_0000, .eax, bit: 0, width: 8),
        number("nc", 0x8000_0008, .ecx, bit: 0, width: 8),
        number("apicidsize", 0x8000_0008, .ecx, bit: 12, width: 4),
    ]

    private static func number(
        _ name: String, _ leaf: UInt32, subleaf: UInt32? = nil, _ register: CPUFeature.Register, bit: Int, width: Int
    ) -> CPUFeature {
        CPUFeature(
            name: name, place: .cpuid(leaf: leaf, subleaf: subleaf, register: register), bit: bit, width: width)
    }
}
