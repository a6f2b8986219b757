import FieldProbe
import FormatSupport
import GuestModel
import Testing

@testable import XLConfig

@Suite("The table of keys and fields is what the reader does")
struct KeyLinkTests {
    private static let probe = FieldProbe(KeyLinks.all) { sample, kind in read(sample, kind) }

    /// A sample within a guest that says what it must, unless the sample says that itself.
    private static func read(_ sample: String, _ kind: GuestType.Kind) -> GuestConfiguration? {
        let must = [
            "name": "\"g\"", "memory": "64", "bootloader": "\"/b\"", "type": "\"\(kind.rawValue)\"", "vcpus": "2",
        ]
        let said = Set(sample.split(separator: "\n").map { String($0.prefix { $0 != " " }) })
        let isBuilt = said.contains("builder")
        let lines = must.filter { !said.contains($0.key) && !(isBuilt && $0.key == "type") }.map { "\($0) = \($1)" }
        let text = (lines + [sample]).joined(separator: "\n") + "\n"
        return XLConfigReader().read(Array(text.utf8), file: "guest.cfg").document?.configuration
    }

    @Test("each key decides about the fields that the table names, and about no others")
    func fields() { #expect(Self.probe.faults(KeySamples.all) == []) }

    @Test("every key that is read is in the table, and so is every part of a device's specification")
    func complete() {
        let words = Set(KeyLinks.all.map(\.word))
        #expect(Set(KnownKeys.suggestions).subtracting(words) == [])
        func parts<D>(_ key: String, _ table: SpecTable<D>) -> [String] { table.keys.map { "\(key).\($0.name)" } }
        let specifications =
            parts("vif", NetworkSpec.table).filter { !$0.contains("colo") && $0 != "vif.forwarddev" }
            + parts("vfb", DeviceSpecs.framebuffer) + parts("vkb", DeviceSpecs.keyboard)
            + parts("vtpm", DeviceSpecs.tpm) + parts("p9", DeviceSpecs.p9) + parts("pvcalls", DeviceSpecs.pvcalls)
            + parts("channel", ChannelSpec.table) + parts("usbctrl", DeviceSpecs.usbController)
            + parts("usbdev", DeviceSpecs.usbDevice) + parts("vdispl", DisplaySpec.table)
        #expect(Set(specifications).subtracting(words) == [])
    }

    @Test("a number of MiB in the file is 1024 times as many KiB in the guest")
    func units() throws {
        for link in KeyLinks.all where link.unit == "MiB" && !link.word.hasPrefix("vnuma") {
            let guests = GuestType.Kind.allCases.compactMap { Self.read("\(link.word) = 768", $0) }
            let name = try #require(link.fields.first)
            let field = try #require(Field.all.first { $0.name == name })
            #expect(field.unit == .kibibytes)
            let values = guests.map { guest in field.libxlPath.reduce(Optional(guest.fieldValue)) { $0?[$1] } }
            #expect(values.contains(.integer(768 << 10)), "\(link.word)")
        }
    }

    @Test("a table that is wrong is found out")
    func wrong() {
        let links = [
            FieldLink(word: "memory", fields: ["memory.target"]), FieldLink(word: "cap", fields: ["scheduling.cup"]),
        ]
        let faults = FieldProbe(links) { Self.read($0, $1) }.faults([
            .init("memory", "memory = {64|96}"), .init("maxmem", "maxmem = {64|96}"),
        ])
        #expect(
            faults == [
                "maxmem is not in the table", "memory decides about: memory.maximum memory.target",
                "cap: there is no field scheduling.cup", "cap has no sample", "cap decides about: nothing",
            ])
    }
}
