import FormatSupport
import Foundation
import GuestModel
import LibvirtXML
import Testing
import XLConfig

/// Files to turn from one format into the other: the project's examples, and those of libvirt's tests where they are at
/// hand (`XENWARD_CORPUS`, else `shared/corpus` beside the package).
enum Turned {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let corpus =
        ProcessInfo.processInfo.environment["XENWARD_CORPUS"] ?? package.appending(path: "../shared/corpus").path

    static let xl = files(["examples", "\(corpus)/xlconfigdata"], ".cfg")
    static let xml = files(
        ["examples", "\(corpus)/xlconfigdata", "\(corpus)/xmconfigdata", "\(corpus)/libxlxml2domconfigdata"], ".xml")

    private static func files(_ folders: [String], _ suffix: String) -> [String] {
        folders.flatMap { folder -> [String] in
            let path = folder.hasPrefix("/") ? folder : package.appending(path: folder).path
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return names.filter { $0.hasSuffix(suffix) }.sorted().map { "\(path)/\($0)" }
        }
    }
}

@Suite("Turning xl.cfg into XML and back")
struct TurnTests {
    private let all = WriteOptions(includesSecrets: true)

    private func document(_ reader: some GuestReader, _ text: String) throws -> GuestDocument {
        let result = reader.read(Array(text.utf8), file: "guest")
        return try #require(result.document, "\(result.diagnostics)\n\(text)")
    }

    @Test("there are files to turn")
    func files() {
        #expect(Turned.xl.count >= 3 && Turned.xml.count >= 3, "\(Turned.xl) \(Turned.xml)")
    }

    @Test("An xl.cfg that goes through XML is the same guest, and is written the same", arguments: Turned.xl)
    func thereAndBack(_ file: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let refusals = XLConfigReader().read(Array(text.utf8), file: file).diagnostics.filter { $0.severity == .error }
        // Some of libvirt's files xl refuses, as the nodes of vnuma do not add up in them.
        if !refusals.isEmpty {
            #expect(refusals.allSatisfy { $0.message.contains("differs from maxmem") }, "\(refusals)")
            return
        }
        let original = try document(XLConfigReader(), text)
        let xml = LibvirtXMLWriter().write(original, options: all)
        #expect(xml.losses.isEmpty, "\(xml.losses)")
        let back = try document(LibvirtXMLReader(), xml.text)
        #expect(back.configuration == original.configuration)
        #expect(back.annotations.map { [$0.key, $0.value] } == original.annotations.map { [$0.key, $0.value] })
        #expect(
            XLConfigWriter().write(back, options: all).text == XLConfigWriter().write(original, options: all).text)
    }

    @Test("XML that goes through xl.cfg is as xl.cfg has it after one turn, and stays so", arguments: Turned.xml)
    func fixedPoint(_ file: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let original = try document(LibvirtXMLReader(), text)
        let turned = XLConfigWriter().write(original, options: all)
        if read(text).diagnostics.contains(where: { $0.message.contains("Xen wants the same") }) {
            #expect(!turned.losses.isEmpty, "the nodes do not add up, so that no xl.cfg can say it all")
        }
        let first = turned.text
        let xml = LibvirtXMLWriter().write(try document(XLConfigReader(), first), options: all)
        #expect(xml.losses.isEmpty, "\(xml.losses)")
        let second = XLConfigWriter().write(try document(LibvirtXMLReader(), xml.text), options: all).text
        #expect(second == first)
    }

    @Test("XML that is written and read is the same guest", arguments: Turned.xml)
    func xmlAgain(_ file: String) throws {
        let original = try document(LibvirtXMLReader(), String(contentsOfFile: file, encoding: .utf8))
        let written = LibvirtXMLWriter().write(original, options: all)
        #expect(written.losses.isEmpty, "\(written.losses)")
        let back = try document(LibvirtXMLReader(), written.text)
        #expect(back.configuration == original.configuration)
        #expect(LibvirtXMLWriter().write(back, options: all).text == written.text)
    }
}
