import FormatSupport
import GuestModel
import LibvirtXML
import SeededNumbers
import Testing

@Suite("Damaged files")
struct MutationTests {
    private static let words = [
        "<", ">", "/>", "</", "'", "\"", "&", "&#38;", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<?x ?>", "=",
        "\u{0}",
        "-1", "0", "4294967296", "18446744073709551616", "0x", "xmlns:a='b'", "<domain>", "\u{ffff}", "<metadata>", " ",
    ]

    @Test("However a file is damaged, there is a guest or an error", arguments: 0..<8)
    func mutation(_ seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let sources = WriterTests.guests.map { Array($0.utf8) }
        for _ in 0..<500 {
            var bytes = sources[Int.random(in: 0..<sources.count, using: &numbers)]
            for _ in 0..<Int.random(in: 1...3, using: &numbers) { bytes.damage(with: Self.words, using: &numbers) }
            let result = LibvirtXMLReader().read(bytes, file: "guest.xml")
            let hasError = result.diagnostics.contains { $0.severity == .error }
            #expect(result.document != nil || hasError)
            for diagnostic in result.diagnostics {
                #expect(diagnostic.location.line.map { $0 >= 1 } ?? true)
                #expect(!diagnostic.message.isEmpty)
            }
            if let document = result.document {
                let written = LibvirtXMLWriter().write(document, options: WriteOptions(includesSecrets: true))
                #expect(LibvirtXMLReader().read(Array(written.text.utf8), file: "").document != nil)
            }
        }
    }
}
