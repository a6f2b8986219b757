import FormatSupport
import GuestModel
import LibvirtXML
import Testing

@Suite("Places in the file")
struct PlaceTests {
    private func place(of word: String, in xml: String) -> String? {
        read(xml).diagnostics.first { $0.message.contains(word) }.map { "\($0.location)" }
    }

    @Test("An attribute is found in a tag of several lines, behind values with entities and signs")
    func attribute() {
        let xml = """
            <domain type='xen'>
              <name>x</name><memory>262144</memory><os><type>linux</type></os>
              <title a='>' b = "it's = &amp; so"
                     wrong='1'/>
            </domain>
            """
        #expect(place(of: "'wrong'", in: xml) == "guest.xml:4:10")
        #expect(place(of: "'b'", in: xml) == "guest.xml:3:16")
        #expect(place(of: "'a'", in: xml) == "guest.xml:3:10")
    }

    @Test("Columns are counted in bytes, lines by line feeds, whatever the file begins with")
    func counting() {
        let body =
            "<domain type='xen'>\r\n<name>größe</name><bad/>\r\n<memory>1x</memory><os><type>hvm</type></os></domain>"
        #expect(place(of: "<bad>", in: body) == "guest.xml:2:21")
        #expect(place(of: "1x", in: body) == "guest.xml:3:9")
        #expect(place(of: "<bad>", in: "<?xml version='1.0'?><!-- <bad> -->\n" + body) == "guest.xml:3:21")
    }

    @Test("Text is found behind blanks and lines")
    func text() {
        let xml =
            "<domain type='xen'><name>x</name><memory unit='KiB'>\n   lots\n</memory><os><type>hvm</type></os></domain>"
        #expect(place(of: "lots", in: xml) == "guest.xml:2:4")
    }

    @Test("Remarks come in the order of the file")
    func order() {
        let result = read(pv("<zz1/><vcpu>0</vcpu><zz2/>", devices: "<zz3/><disk/>"))
        let lines = result.diagnostics.map { ($0.location.line ?? 0) * 1000 + ($0.location.column ?? 0) }
        #expect(lines == lines.sorted())
        #expect(lines.count >= 5)
    }

    @Test("Comments, CDATA sections and entities make one text")
    func pieces() {
        let result = read(pv("<title>a<!-- x -->b<![CDATA[<c>]]>&lt;&#100;&#x65;&amp;amp;</title>"))
        #expect(result.document?.extras.title == "ab<c><de&amp;")
        #expect(result.diagnostics.isEmpty)
    }
}
