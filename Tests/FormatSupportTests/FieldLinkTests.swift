import FormatSupport
import Testing

@Suite("Tables of words and fields")
struct FieldLinkTests {
    @Test("a line is a word, its unit and its fields; a line with a star begins those after it")
    func lines() {
        let links = FieldLink.table(
            """
            memory [MiB]: memory.maximum memory.target
            xenward:
            xen:commandline/xen:arg@value: deviceModel.arguments
            vif.*: nics
            mtu [B]: .mtu
            rate: .rateInterval hvm.pae
            """)
        #expect(
            links == [
                FieldLink(word: "memory", unit: "MiB", fields: ["memory.maximum", "memory.target"]),
                FieldLink(word: "xenward", fields: []),
                FieldLink(word: "xen:commandline/xen:arg@value", fields: ["deviceModel.arguments"]),
                FieldLink(word: "vif.mtu", unit: "B", fields: ["nics.mtu"]),
                FieldLink(word: "vif.rate", fields: ["nics.rateInterval", "hvm.pae"]),
            ])
    }
}
