import FormatSupport
import GuestModel
import LibvirtXML
import ReadResults
import Testing

@Suite("What is refused")
struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var xml: String
        var line: Int?
        var column: Int?
        var words: String

        init(_ what: String, _ xml: String, _ line: Int?, _ column: Int?, _ words: String) {
            (self.what, self.xml, self.line, self.column, self.words) = (what, xml, line, column, words)
        }

        var testDescription: String { what }
    }

    @Test(
        "What is no XML is refused at its place, with what was expected",
        arguments: [
            Case("nothing", "", nil, nil, "expected an element"),
            Case("blanks", " \n ", nil, nil, "expected an element"),
            Case("no markup", "name = 'x'", 1, nil, "expected"),
            Case("another end", "<domain>\n  <name>x</nama>\n</domain>", 2, 10, "expected </name>"),
            Case("no end", "<domain type='xen'>\n  <name>x</name>\n", 3, nil, "the file ends before </domain>"),
            Case("two roots", "<domain/>\n<domain/>", 2, nil, "nothing after the end"),
            Case("twice", "<domain type='xen'\n  type='xen'/>", 2, nil, "'type' is given twice"),
            Case("no quotes", "<domain type=xen/>", 1, nil, "value in quotes"),
            Case("no value", "<domain\n type/>", 2, nil, "expected = and a value"),
            Case("bare and", "<domain><name>a & b</name></domain>", 1, nil, "&amp;"),
            Case("bare less", "<domain><name>a < b</name></domain>", 1, nil, "&lt;"),
            Case("less in a value", "<domain a='<'/>", 1, nil, "&lt;"),
            Case("unknown entity", "<domain>\n<name>&nbsp;</name></domain>", 2, nil, "&nbsp;"),
            Case("unknown prefix", "<domain>\n<xen:commandline/></domain>", 2, 1, "'xen'"),
            Case("control character", "<domain>\n<name>a\u{1}</name></domain>", 2, nil, "XML does not allow"),
            Case("forbidden reference", "<domain>\n<name>&#1;</name></domain>", 2, nil, "does not allow"),
        ])
    func malformed(_ bad: Case) throws {
        let result = read(bad.xml)
        #expect(result.document == nil)
        #expect(result.diagnostics.count == 1)
        let problem = try #require(result.errors.first)
        #expect(problem.message.contains(bad.words), "\(problem)")
        #expect(bad.line == nil || problem.location.line == bad.line, "\(problem)")
        #expect(bad.column == nil || problem.location.column == bad.column, "\(problem)")
        #expect(problem.reason == .syntax)
    }

    @Test(
        "A document type is refused, whatever it declares, and nothing is fetched",
        arguments: [
            "<!DOCTYPE domain>",
            "<!DOCTYPE domain SYSTEM 'file:///etc/hostname'>",
            "<!DOCTYPE domain PUBLIC '-//x' 'http://192.0.2.1/domain.dtd'>",
            "<!DOCTYPE domain [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>",
            "<!DOCTYPE domain [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>",
        ])
    func documentType(_ declaration: String) throws {
        let result = read("<?xml version='1.0'?>\n\(declaration)\n<domain type='xen'><name>&x;</name></domain>")
        #expect(result.document == nil)
        let problem = try #require(result.diagnostics.first)
        #expect(result.diagnostics.count == 1)
        #expect(problem.location.line == 2 && problem.location.column == 1)
        #expect(problem.message.contains("DOCTYPE"))
    }

    @Test("A NUL byte, a byte that is not UTF-8 and a file that is too large are refused")
    func bytes() {
        var xml = Array(pv().utf8)
        xml[30] = 0
        let nul = LibvirtXMLReader().read(xml, file: "guest.xml")
        #expect(nul.errors.first?.message == "a NUL byte at offset 30")
        xml[30] = 0xff
        let other = LibvirtXMLReader().read(xml, file: "guest.xml")
        #expect(other.errors.first?.message == "a byte that is not UTF-8 at offset 30")
        let large = LibvirtXMLReader().read(
            Array(pv("<description>\(String(repeating: "x", count: 1 << 20))</description>").utf8), file: "guest.xml")
        #expect(large.errors.first?.reason == .limit)
    }

    @Test("64 levels are read, and a 65th is refused")
    func depth() {
        func nested(_ depth: Int) -> String {
            let levels = depth - 2
            return pv(
                "<metadata>" + String(repeating: "<a>", count: levels) + String(repeating: "</a>", count: levels)
                    + "</metadata>")
        }
        #expect(read(nested(64)).document != nil)
        #expect(read(nested(65)).errors.first?.reason == .limit)
        #expect(read(String(repeating: "<a>", count: 5000)).errors.first?.reason == .limit)
    }

    @Test("An encoding other than UTF-8 is refused rather than misread")
    func encoding() throws {
        let latin = read("<?xml version='1.0' encoding='ISO-8859-1'?>\n" + pv())
        let problem = try #require(latin.errors.first)
        #expect(problem.message.contains("ISO-8859-1") && problem.location.line == 1 && problem.location.column == 31)
        for name in ["UTF-8", "utf-8", "US-ASCII"] {
            let xml = "\u{feff}<?xml version=\"1.0\" encoding=\"\(name)\"?>\n" + pv("<title>Größe</title>")
            #expect(read(xml).document?.extras.title == "Größe")
        }
    }

    @Test(
        "What is no Xen guest is refused by name",
        arguments: [
            ("<network/>", "<network> is no domain"),
            ("<domain xmlns='urn:x' type='xen'/>", "is no domain"),
            ("<domain type='kvm'><name>x</name></domain>", "of type 'kvm': xenward keeps Xen guests"),
            ("<domain><name>x</name></domain>", "needs type='xen'"),
            ("<domain type='xen'><name>x</name></domain>", "needs an <os>"),
            ("<domain type='xen'><name>x</name><os><type>exe</type></os></domain>", "'linux', 'xen', 'hvm', 'xenpvh'"),
        ])
    func kind(_ xml: String, _ words: String) {
        let result = read(xml)
        #expect(result.document == nil)
        #expect(result.errors.contains { $0.message.contains(words) }, "\(result.diagnostics)")
    }

    @Test("A name is known although the file is refused")
    func name() {
        #expect(read("<domain type='kvm'><name>known</name></domain>").name == "known")
        #expect(read("<domain type='xen'><name>known</name><memory>0</memory></domain>").name == "known")
        #expect(read("<domain type='xen'>\n<name>known</name><memory>").name == "known")
        #expect(read("<domain type='xen'>\n<name>know").name == nil)
        #expect(read("<domain type='xen'><title>x</title></domain>").name == nil)
    }

    @Test(
        "A name that no guest can have is refused at its place",
        arguments: ["a/b", "a&#10;b", "..", String(repeating: "x", count: 256)])
    func names(_ name: String) throws {
        let result = read(
            "<domain type='xen'>\n  <name>\(name)</name>\n  <memory>262144</memory><os><type>linux</type></os></domain>"
        )
        let problem = try #require(result.errors.first)
        #expect(problem.location.line == 2 && problem.location.column == 9, "\(problem)")
    }

    static let values: [Case] = [
        Case("no memory", "<domain type='xen'><name>x</name><os><type>linux</type></os></domain>", 1, 1, "<memory>"),
        Case("memory 0", valued("<memory>0</memory>"), 2, 1, "memory is 0"),
        Case("little memory", valued("<memory unit='b'>4096</memory>"), 2, 1, "at least 1 MiB"),
        Case("no number", valued("<memory>lots</memory>"), 2, 9, "'lots': expected a whole number"),
        Case("negative", valued("<memory>-1</memory>"), 2, 9, "expected a whole number"),
        Case("too much", valued("<memory unit='EiB'>9</memory>"), 2, 20, "less than 8 EiB"),
        Case("unit", valued("<memory unit='parsec'>9</memory>"), 2, 9, "'parsec'"),
        Case(
            "more than the maximum", valued("<memory>262144</memory><currentMemory>262145</currentMemory>"), 2, 24,
            "more than its maximum"),
        Case("vcpu 0", valued("<vcpu>0</vcpu><memory>262144</memory>"), 2, 7, "from 1 to 512"),
        Case("vcpu 513", valued("<vcpu>513</vcpu><memory>262144</memory>"), 2, 7, "from 1 to 512"),
        Case("current", valued("<vcpu current='3'>2</vcpu><memory>262144</memory>"), 2, 7, "only 2"),
        Case("cpuset", valued("<vcpu cpuset='0-'>2</vcpu><memory>262144</memory>"), 2, 7, "expected cpus"),
        Case("uuid", valued("<uuid>1234</uuid><memory>262144</memory>"), 2, 7, "32 hexadecimal digits"),
        Case(
            "action", valued("<on_crash>destory</on_crash><memory>262144</memory>"), 2, 11, "did you mean 'destroy'?"),
        Case("clock", valued("<clock offset='timezone'/><memory>262144</memory>"), 2, 8, "beyond Xen"),
    ]

    @Test("A value that is out of the question is refused at its line and column", arguments: values)
    func value(_ bad: Case) throws {
        let result = read(bad.xml)
        #expect(result.document == nil)
        #expect(
            result.errors.contains {
                $0.message.contains(bad.words) && $0.location.line == bad.line && $0.location.column == bad.column
            }, "\(result.diagnostics)")
    }

    private static func valued(_ lines: String) -> String {
        "<domain type='xen'><name>x</name><os><type>linux</type></os>\n\(lines)\n</domain>"
    }
}
