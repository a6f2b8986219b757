import GuestModel
import Testing

@testable import xenward_conformance

@Suite("The judge of conversions tells right from wrong")
struct ConformanceTests {
    private static let native = """
        name = "judged"
        type = "pvh"
        memory = 256
        maxmem = 256
        vcpus = 2
        kernel = "/k"
        on_crash = "preserve"
        vif = [ "mac=00:16:3e:00:00:01,bridge=br0" ]
        """

    private static let xml = """
        <domain type='xen'>
          <memory unit='KiB'>262144</memory>
          <name>judged</name>
          <currentMemory unit='KiB'>262144</currentMemory>
          <vcpu placement='static'>2</vcpu>
          <os><type machine='xenpvh' arch='x86_64'>xenpvh</type><kernel>/k</kernel></os>
          <clock offset='utc' adjustment='reset'/>
          <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>preserve</on_crash>
          <devices>
            <controller type='xenbus' index='0'/>
            <interface type='bridge'><source bridge='br0'/><mac address='00:16:3e:00:00:01'/></interface>
            <console type='pty'><target type='xen' port='0'/></console>
            <input type='keyboard' bus='xen'/><input type='mouse' bus='xen'/>
            <memballoon model='xen'/>
          </devices>
        </domain>
        """

    private func faults(xml: String = xml, native: String = native) -> [String] {
        let pair = Pair(name: "xlconfigdata/judged", xml: Array(xml.utf8), native: Array(native.utf8))
        return Judgement.ofConfigurations(pair, .xl)
    }

    @Test("The same guest passes, in whatever order and layout it is written")
    func right() { #expect(faults() == []) }

    @Test(
        "A value, an element or an attribute that is expected and not there fails, both ways where both can say it",
        arguments: [
            ("<vcpu placement='static'>2</vcpu>", "<vcpu placement='static'>3</vcpu>", ["to XML", "from XML"]),
            ("<kernel>/k</kernel>", "<kernel>/other</kernel>", ["to XML", "from XML"]),
            ("bus='xen'/><input", "bus='usb'/><input", ["to XML"]),
            ("<memballoon model='xen'/>", "<memballoon model='xen'/><rng/>", ["to XML"]),
            ("<on_crash>preserve</on_crash>", "<on_crash>restart</on_crash>", ["to XML", "from XML"]),
        ])
    func wrong(_ old: String, _ new: String, _ directions: [String]) {
        let faults = faults(xml: Self.xml.replacing(old, with: new))
        for direction in directions { #expect(faults.contains { $0.hasPrefix(direction) }, "\(faults)") }
    }

    @Test("An element that libvirt has not fails when it says nothing, and passes when libvirt loses what it says")
    func more() {
        let without = Self.xml.replacing("<input type='keyboard' bus='xen'/>", with: "")
        #expect(faults(xml: without) == ["to XML: domain/devices/input is more than libvirt has, and says nothing"])
        let counters = faults(native: Self.native + "\nvpmu = 1\n")
        #expect(counters.filter { $0.hasPrefix("to XML") } == [], "\(counters)")
        #expect(counters.contains { $0.hasPrefix("from XML: features.vpmu") }, "\(counters)")
    }

    @Test("A file that is neither fails")
    func broken() {
        #expect(!faults(xml: "<domain").isEmpty)
        #expect(!faults(native: "name = ").isEmpty)
    }

    @Test("Each known difference is one, and not another")
    func known() {
        let pair = Pair(name: "xlconfigdata/x", xml: [], native: Array("on_crash = \"destroy\"\n".utf8))
        let silent = Pair(name: "xlconfigdata/x", xml: [], native: [])
        let crash = "domain/on_crash: 'destroy' for 'restart'"
        #expect(KnownDifference.covers(crash, silent) && !KnownDifference.covers(crash, pair))
        #expect(KnownDifference.covers("nics[0].rateBytesPerInterval: 512000 -> 524288", pair))
        #expect(!KnownDifference.covers("nics[0].rateBytesPerInterval: 512000 -> 512001", pair))
    }
}
