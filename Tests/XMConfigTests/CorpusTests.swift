import FormatSupport
import Foundation
import GuestModel
import LibvirtXML
import ReadResults
import Testing
import XLConfig

@testable import XMConfig

/// libvirt's own pairs of xm files and domain XML, where somebody has put them: `XENWARD_CORPUS` names the folder, else
/// `shared/corpus` beside the package. In it, `xmconfigdata` holds them.
enum Corpus {
    static let folder: String? = {
        let beside = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/corpus").path
        let folder = (ProcessInfo.processInfo.environment["XENWARD_CORPUS"] ?? beside) + "/xmconfigdata"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    static let names: [String] = {
        let files = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
        return files.filter { $0.hasSuffix(".cfg") }.map { String($0.dropLast(4)) }.sorted()
    }()

    /// What libvirt itself reads in one direction only: from xm to XML.
    static let readOnly: Set<String> = ["test-paravirt-root", "test-fullvirt-default-feature", "test-pci-dev-syntax"]
}

@Suite("libvirt's pairs of xm files and XML", .enabled(if: Corpus.folder != nil, "needs XENWARD_CORPUS"))
struct CorpusTests {
    private func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: #require(Corpus.folder) + "/" + name)))
    }

    private func settings(_ bytes: [UInt8]) -> [String: String] {
        let file = PythonParser.parse(bytes)
        #expect(file.errors == [])
        return Dictionary(uniqueKeysWithValues: file.settings.values.map { ($0.key, plain($0.value)) })
    }

    private func plain(_ value: Value) -> String {
        switch value {
        case .text(let text, _): text
        case .list(let elements, _): "[" + elements.map(plain).joined(separator: " | ") + "]"
        }
    }

    /// Of xm's list of sound cards, the one that a guest has by its XML: libvirt hands libxl the first.
    private func firstCard(_ list: String) -> String { String(list.prefix { $0 != "," }) }

    @Test(
        "XML becomes the same keys with the same values",
        arguments: Corpus.names.filter { !Corpus.readOnly.contains($0) })
    func writing(_ name: String) throws {
        let document = try #require(LibvirtXMLReader().read(bytes(name + ".xml"), file: name).document)
        let written = XMConfigWriter().write(document, options: WriteOptions(includesSecrets: true))
        let ours = settings(Array(written.text.utf8))
        var theirs = settings(try bytes(name + ".cfg"))
        theirs["soundhw"] = theirs["soundhw"].map(firstCard)
        #expect(ours == theirs)
    }

    @Test("both halves of a pair are the same guest", arguments: Corpus.names)
    func reading(_ name: String) throws {
        let result = XMConfigReader().read(try bytes(name + ".cfg"), file: name)
        #expect(result.warnings == [])
        var ours = try #require(result.guest)
        var theirs = try #require(LibvirtXMLReader().read(bytes(name + ".xml"), file: name).document).configuration
        if case .hvm(var hvm) = ours.type {
            hvm.soundCard = hvm.soundCard.map(firstCard)
            ours.type = .hvm(hvm)
        }
        ours.spellOutXendsDefaults()
        theirs.spellOutXendsDefaults()
        #expect(theirs.changes(to: ours).map(\.place) == [])
    }

    @Test("and what is written of one reads as that one", arguments: Corpus.names)
    func roundTrip(_ name: String) throws {
        let document = try #require(XMConfigReader().read(try bytes(name + ".cfg"), file: name).document)
        let written = XMConfigWriter().write(document, options: WriteOptions(includesSecrets: true))
        #expect(written.losses == [])
    }
}
