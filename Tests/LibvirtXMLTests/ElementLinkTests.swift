import FieldProbe
import FormatSupport
import GuestModel
import ReadResults
import Testing

@testable import LibvirtXML

@Suite("The table of elements and fields is what the reader does")
struct ElementLinkTests {
    /// A sample within a domain that says what it must, unless the sample says that itself.
    private static func read(_ sample: String, _ kind: GuestType.Kind) -> GuestConfiguration? {
        let type = [.pv: "linux", .hvm: "hvm", .pvh: "xenpvh"][kind] ?? ""
        let kernel = kind == .pvh ? "<kernel>/k</kernel>" : ""
        let must = [
            "<name": "<name>g</name>", "memory": "<memory>65536</memory>",
            "<os": "<os><type>\(type)</type>\(kernel)</os>",
        ]
        let rest = must.filter { !sample.contains($0.key == "memory" ? "memory>" : $0.key) }.values
        let xml =
            "<domain type='xen' xmlns:xen='http://libvirt.org/schemas/domain/xen/1.0'>"
            + rest.joined() + sample + "</domain>"
        return LibvirtXML.LibvirtXMLReader().read(Array(xml.utf8), file: "guest.xml").document?.configuration
    }

    @Test("each element and attribute decides about the fields that the table names, and about no others")
    func fields() {
        #expect(FieldProbe(ElementLinks.all) { Self.read($0, $1) }.faults(ElementSamples.all) == [])
    }

    @Test("every word that is read is in the table, at least in one place")
    func complete() {
        let paths = ElementLinks.all.map { "domain/\($0.word.replacing("xen:", with: ""))" }
        // What only holds others is there with them.
        let places = Set(paths.flatMap(Self.places))
        #expect(Set(Vocabulary.used).subtracting(places).subtracting(Self.refused) == [])
    }

    /// Words that are known in order to refuse them, or to say that they have no part in this guest.
    private static let refused: Set = [
        "domain/memtune", "filesystem@type", "filesystem/driver", "disk/encryption", "source/encryption", "domain@id",
        "domain@type", "disk/transient",
        "devices/parallel", "parallel@type", "parallel@tty",
        "parallel/source", "parallel/target", "parallel/protocol", "channel@tty", "channel/protocol", "source@network",
        "source/vendor", "source/product", "vendor@id", "product@id", "downscript@path", "graphics@websocket",
        "address@type", "address@unit", "address@uuid", "address@controller", "address@port", "address@target",
    ]

    /// `disk/target` and `target@dev` of `devices/disk/target@dev`, and what holds them.
    private static func places(_ path: String) -> [String] {
        let parts = path.split(separator: "@").map(String.init)
        let elements = parts[0].split(separator: "/").map(String.init)
        let pairs = zip(elements, elements.dropFirst()).map { "\($0)/\($1)" }
        return pairs + (parts.count == 2 ? ["\(elements[elements.count - 1])@\(parts[1])"] : [])
    }

    @Test("what decides about nothing says why")
    func remarks() {
        #expect(ElementLinks.remark(on: "devices/watchdog") == "it has no meaning on Xen")
        #expect(ElementLinks.remark(on: "devices/disk@snapshot") == "it has no meaning on Xen")
        #expect(ElementLinks.remark(on: "devices/audio") == "it is libvirt's own and has no effect on Xen")
        #expect(ElementLinks.remark(on: "vcpu") == nil)
        #expect(ElementLinks.remark(on: "nonsense") == nil)
    }
}

extension Vocabulary {
    /// Every word that is read, as `disk/target` or `target@dev`.
    fileprivate static var used: [String] {
        let owners = Set((generalWords + deviceWords).flatMap { $0.prefix { $0 != ":" }.split(separator: " ") })
        return owners.map(String.init).flatMap { owner in
            let inside = elements(in: owner).filter { meaning(ofElement: $0, in: owner) == .used }
            let attributes = attributes(of: owner).filter { meaning(ofAttribute: $0, of: owner) == .used }
            return inside.map { "\(owner)/\($0)" } + attributes.map { "\(owner)@\($0)" }
        }
    }
}
