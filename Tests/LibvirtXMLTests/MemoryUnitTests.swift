import GuestModel
import ReadResults
import Testing

@Suite("Memory")
struct MemoryUnitTests {
    @Test(
        "Every unit of libvirt's is known, and rounded up to KiB",
        arguments: [
            ("<memory>2048</memory>", 2048), ("<memory unit='KiB'>2048</memory>", 2048),
            ("<memory unit='k'>2048</memory>", 2048), ("<memory unit='K'>2048</memory>", 2048),
            ("<memory unit='b'>2097153</memory>", 2049), ("<memory unit='bytes'>2097152</memory>", 2048),
            ("<memory unit='KB'>2048</memory>", 2000), ("<memory unit='KB'>2049</memory>", 2001),
            ("<memory unit='M'>3</memory>", 3072), ("<memory unit='MiB'>3</memory>", 3072),
            ("<memory unit='MB'>3</memory>", 2930), ("<memory unit='mib'>3</memory>", 3072),
            ("<memory unit='G'>1</memory>", 1_048_576), ("<memory unit='GiB'>1</memory>", 1_048_576),
            ("<memory unit='GB'>1</memory>", 976_563), ("<memory unit='T'>1</memory>", 1_073_741_824),
            ("<memory unit='TiB'>1</memory>", 1_073_741_824), ("<memory unit='TB'>1</memory>", 976_562_500),
            ("<memory> 2048\n</memory>", 2048),
        ] as [(String, UInt64)])
    func unit(_ xml: String, _ kibibytes: UInt64) {
        let result = read("<domain type='xen'><name>x</name><os><type>linux</type></os>\(xml)</domain>")
        #expect(result.guest?.memory.maximum == kibibytes, "\(result.diagnostics)")
        #expect(result.guest?.memory.target == kibibytes)
    }

    @Test("currentMemory is what the guest is given, and memory what it can have")
    func balloon() {
        let guest = read(pv("<currentMemory unit='MiB'>128</currentMemory>")).guest
        #expect(guest?.memory.maximum == 262_144)
        #expect(guest?.memory.target == 131_072)
    }
}
