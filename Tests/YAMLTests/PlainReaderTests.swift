import SeededNumbers
import Testing

@testable import YAML

/// libyaml is the judge: the quick reader either says nothing, or what libyaml says, positions included.
@Suite("The quick reader never differs from libyaml")
struct PlainReaderTests {
    private func quick(_ text: [UInt8]) -> YAMLNode? { PlainReader.read(text) }

    static let sample = """
        # What xenward remembers.
        version: 1
        lineage: "a b"
        empty: []
        host:
          boot_id: "x"
          cpupools:
          - "Pool-0"
          - "other"
          nested:
            deep: true
        guests:
        - name: "web"
          domain:
            domid: 7
          given: |-
            {"c_info":{"name":"web"}}
        - name: "db"
          given: |-
            {}

        """

    @Test("it reads what the writer writes")
    func reads() {
        let text = Array(Self.sample.utf8)
        let node = quick(text)
        #expect(node != nil)
        #expect(node == YAMLReader.readByLibyaml(text))
    }

    @Test(
        "it leaves to libyaml what is not plain",
        arguments: [
            "a: 'b'\n", "a: \"\\n\"\n", "a: &x b\n", "a: b c\n", "a: {}\n", "a: |\n  b\n", "a: |-\n  b\n  c\n", "a: b",
            "a:\n",
            "- - a\n", "a: b\na: c\n", "? a\n", "a: |-\n  b\n\n", "\ta: b\n", "a: b\r\n", "a: ü\n", "a: b # c\n",
            "---\na: b\n",
        ])
    func leaves(text: String) { #expect(quick(Array(text.utf8)) == nil) }

    @Test("no byte hides in a long line that is to be left to libyaml", arguments: 0..<20)
    func longLines(offset: Int) {
        let head = Array("a: |-\n  ".utf8)
        let line = Array(#"{"a": "x~ y", "b":0}"#.utf8)
        #expect(line.count == 20 && quick(head + line + [0x0a]) != nil)
        for byte: UInt8 in [0x00, 0x09, 0x1f, 0x7f, 0x80, 0xc3, 0xff] {
            var changed = line
            changed[offset] = byte
            #expect(quick(head + changed + [0x0a]) == nil, "\(byte)")
        }
    }

    @Test("read in parts, a long sequence is what it is in one piece, wherever it ends")
    func parts() {
        let guests = (1...200).map {
            "- name: \"g\($0)\"\n  given: |-\n    {\"n\":\($0)}\n  times:\n  - \"a\"\n  - \"b\"\n"
        }
        let list = "guests:\n" + guests.joined()
        let others = "others:\n" + (1...100).map { "- \"x\($0)\"\n" }.joined()
        let texts = [
            "version: 1\n\(list)", "\(list)last: 1\n", "# words\n\(list)", list + others, others + list,
            "\(others)between: 1\n\(list)",
        ]
        for text in texts {
            let text = Array(text.utf8)
            for divisible in [1, 100, 1000, 4000] {
                let node = PlainReader.read(text, dividingFrom: divisible)
                #expect(node != nil && node == YAMLReader.readByLibyaml(text), "from \(divisible) bytes on")
            }
        }
        let wrong = Array("\(list)- name: 'x'\n".utf8)
        #expect(PlainReader.read(wrong, dividingFrom: 100) == nil)
    }

    @Test("whatever is done to a text, it never says anything else than libyaml", arguments: 0..<40)
    func differential(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let pieces = [
            "- ", "  ", "\n", ":", ": ", "\"", "|-\n", "a: b\n", "[]", "#", "'", "x", "-", "  - y: z\n", "|", "0",
        ]
        var accepted = 0
        for _ in 0..<500 {
            var text = Array(Self.sample.utf8)
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.remove(at: place)
                case 1: text[place] = UInt8.random(in: 0x09...0x7e, using: &random)
                case 2: text.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
                default: text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...30, using: &random)))
                }
            }
            let node = quick(text)
            #expect(PlainReader.read(text, dividingFrom: 8) == node, "in parts")
            guard let node else { continue }
            accepted += 1
            let judged = YAMLReader.readByLibyaml(text)
            #expect(node == judged, "\(String(decoding: text, as: UTF8.self).debugDescription)")
        }
        #expect(accepted > 50, "hardly anything was compared")
    }
}
