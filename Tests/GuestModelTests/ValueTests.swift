import GuestModel
import SeededNumbers
import Testing

@Suite("Values are read and written as the field writes them")
struct ValueTests {
    @Test("a uuid is read with or without hyphens and written with them")
    func uuid() {
        let text = "4dea22b3-1d52-d8f3-2516-782e98ab3fa0"
        #expect(GuestUUID(text)?.description == text)
        #expect(GuestUUID("4DEA22B31D52D8F32516782E98AB3FA0")?.description == text)
    }

    @Test("what is no uuid is refused", arguments: ["", "4dea22b3", "4dea22b3-1d52-d8f3-2516-782e98ab3fa0a", "zz"])
    func notUUID(text: String) { #expect(GuestUUID(text) == nil) }

    @Test("a random uuid is of version 4")
    func randomUUID() {
        var generator = SeededNumbers(seed: 1)
        for _ in 0..<100 {
            let text = Array(GuestUUID.random(using: &generator).description)
            #expect(text[14] == "4")
            #expect("89ab".contains(text[19]))
        }
    }

    @Test("a MAC address is read in any case and written in lower case")
    func mac() { #expect(MACAddress("00:16:3E:5D:C7:9e")?.description == "00:16:3e:5d:c7:9e") }

    @Test(
        "what is no MAC address is refused",
        arguments: ["", "00:16:3e", "00:16:3e:5d:c7:9e:00", "0:0:0:0:0:g", "001:2:3:4:5:6"])
    func notMAC(text: String) { #expect(MACAddress(text) == nil) }

    @Test("a random MAC address has Xen's prefix")
    func randomMAC() {
        var generator = SeededNumbers(seed: 2)
        #expect(MACAddress.random(using: &generator).description.hasPrefix("00:16:3e:"))
    }

    @Test("a set of cpus is written in runs")
    func cpus() { #expect(CPUSet([6, 0, 1, 2, 3]).description == "0-3,6") }

    @Test("a misspelt word finds the one that was meant")
    func spelling() {
        #expect(Spelling.nearest(to: "memroy", among: ["memory", "maxmem", "name"]) == "memory")
        #expect(Spelling.nearest(to: "frobnicate", among: ["memory", "maxmem"]) == nil)
    }
}
