import GuestModel

/// libvirt's names of x86 processor features, and the bits of CPUID behind them.
enum CPUFeatures {
    enum Register: Sendable, Hashable { case eax, ebx, ecx, edx }

    /// One bit of what the CPUID instruction answers.
    struct Bit: Sendable, Hashable {
        var leaf: UInt32
        var subleaf: UInt32?
        var register: Register
        /// 0 is the least significant.
        var position: Int
    }

    static func bit(of name: String) -> Bit? { bits[name] }

    static var names: [String] { bits.keys.sorted() }

    /// The features that a policy forces, as far as each bit that is forced has a name.
    static func named(_ policy: CPUPolicy) -> [(name: String, on: Bool)] {
        policy.leaves.flatMap { leaf in
            leaf.forcedBits.compactMap { bit, on in namesByBit[bit].map { ($0, on) } }
        }
    }

    private static let bits: [String: Bit] = {
        var bits: [String: Bit] = [:]
        for row in table {
            for word in row.words.split(separator: " ") {
                let parts = word.split(separator: "=")
                guard parts.count == 2, let position = Int(parts[0]) else { continue }
                bits[String(parts[1])] = Bit(
                    leaf: row.leaf, subleaf: row.subleaf, register: row.register, position: position)
            }
        }
        return bits
    }()

    private static let namesByBit = Dictionary(bits.map { ($0.value, $0.key) }) { min($0, $1) }

    private struct Row: Sendable {
        var leaf: UInt32
        var subleaf: UInt32?
        var register: Register
        var words: String
    }

    /// After Intel's and AMD's manuals; `vmx` and `svm` are left out, as Xen has a switch for them.
    private static let table = [
        Row(
            leaf: 1, register: .ecx,
            words: """
                0=pni 1=pclmuldq 2=dtes64 3=monitor 4=ds_cpl 6=smx 7=est 8=tm2 9=ssse3 10=cid 12=fma 13=cx16 14=xtpr \
                15=pdcm 17=pcid 18=dca 19=sse4.1 20=sse4.2 21=x2apic 22=movbe 23=popcnt 24=tsc-deadline 25=aes 26=xsave \
                27=osxsave 28=avx 29=f16c 30=rdrand 31=hypervisor
                """),
        Row(
            leaf: 1, register: .edx,
            words: """
                0=fpu 1=vme 2=de 3=pse 4=tsc 5=msr 6=pae 7=mce 8=cx8 9=apic 11=sep 12=mtrr 13=pge 14=mca 15=cmov 16=pat \
                17=pse36 18=pn 19=clflush 21=ds 22=acpi 23=mmx 24=fxsr 25=sse 26=sse2 27=ss 28=ht 29=tm 30=ia64 31=pbe
                """),
        Row(
            leaf: 7, subleaf: 0, register: .ebx,
            words: """
                0=fsgsbase 1=tsc_adjust 3=bmi1 4=hle 5=avx2 7=smep 8=bmi2 9=erms 10=invpcid 11=rtm 12=cmt 14=mpx \
                16=avx512f 17=avx512dq 18=rdseed 19=adx 20=smap 21=avx512ifma 23=clflushopt 24=clwb 26=avx512pf \
                27=avx512er 28=avx512cd 29=sha-ni 30=avx512bw 31=avx512vl
                """),
        Row(
            leaf: 7, subleaf: 0, register: .ecx,
            words: """
                1=avx512vbmi 2=umip 3=pku 4=ospke 6=avx512vbmi2 8=gfni 9=vaes 10=vpclmulqdq 11=avx512vnni \
                12=avx512bitalg 14=avx512-vpopcntdq 16=la57 22=rdpid
                """),
        Row(
            leaf: 7, subleaf: 0, register: .edx,
            words: "2=avx512-4vnniw 3=avx512-4fmaps 10=md-clear 26=spec-ctrl 27=stibp 29=arch-capabilities 31=ssbd"),
        Row(leaf: 0xd, subleaf: 1, register: .eax, words: "0=xsaveopt 1=xsavec 2=xgetbv1 3=xsaves"),
        Row(
            leaf: 0x8000_0001, register: .ecx,
            words: """
                0=lahf_lm 1=cmp_legacy 3=extapic 4=cr8legacy 5=abm 6=sse4a 7=misalignsse 8=3dnowprefetch 9=osvw 10=ibs \
                11=xop 12=skinit 13=wdt 15=lwp 16=fma4 17=tce 19=nodeid_msr 21=tbm 22=topoext 23=perfctr_core \
                24=perfctr_nb
                """),
        Row(
            leaf: 0x8000_0001, register: .edx,
            words: "11=syscall 20=nx 22=mmxext 25=fxsr_opt 26=pdpe1gb 27=rdtscp 29=lm 30=3dnowext 31=3dnow"),
        Row(leaf: 0x8000_0007, register: .edx, words: "8=invtsc"),
        Row(leaf: 0x8000_0008, register: .ebx, words: "12=ibpb"),
    ]
}

extension CPUPolicy {
    /// Forces one bit, whatever else is forced; nil leaves it to libxl.
    mutating func force(_ bit: CPUFeatures.Bit, to value: Bool?) {
        let known = leaves.firstIndex { $0.leaf == bit.leaf && $0.subleaf == bit.subleaf }
        if known == nil {
            var leaf = CPUIDLeaf()
            leaf.leaf = bit.leaf
            leaf.subleaf = bit.subleaf
            leaves.append(leaf)
        }
        let path = CPUIDLeaf.path(bit.register)
        var letters = Array(leaves[known ?? leaves.count - 1][keyPath: path] ?? String(repeating: "x", count: 32))
        guard letters.count == 32 else { return }
        letters[31 - bit.position] = value.map { $0 ? "1" : "0" } ?? "x"
        leaves[known ?? leaves.count - 1][keyPath: path] = String(letters)
    }
}

extension CPUIDLeaf {
    static func path(_ register: CPUFeatures.Register) -> WritableKeyPath<CPUIDLeaf, String?> {
        switch register {
        case .eax: \.eax
        case .ebx: \.ebx
        case .ecx: \.ecx
        case .edx: \.edx
        }
    }

    /// The bits that are 0 or 1 in this leaf.
    fileprivate var forcedBits: [(CPUFeatures.Bit, Bool)] {
        [CPUFeatures.Register.eax, .ebx, .ecx, .edx].flatMap { register in
            (self[keyPath: Self.path(register)] ?? "").utf8.enumerated().compactMap { index, letter in
                guard letter == UInt8(ascii: "0") || letter == UInt8(ascii: "1") else { return nil }
                let bit = CPUFeatures.Bit(leaf: leaf, subleaf: subleaf, register: register, position: 31 - index)
                return (bit, letter == UInt8(ascii: "1"))
            }
        }
    }
}
