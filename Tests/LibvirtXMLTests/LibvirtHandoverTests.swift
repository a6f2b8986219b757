import FormatSupport
import Foundation
import GuestModel
import LibvirtXML
import LibxlJSON
import ReadResults
import Testing

/// Judged by libvirt's own pairs of domain XML and what its driver hands to libxl, where they are at hand: in
/// `../shared/corpus` or in the directory that XENWARD_CORPUS names.
@Suite("What libvirt hands to libxl")
struct LibvirtHandoverTests {
    private static let corpus: URL? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["XENWARD_CORPUS"].map { URL(fileURLWithPath: $0) }
        let candidate = named ?? package.appendingPathComponent("../shared/corpus")
        return FileManager.default.fileExists(atPath: candidate.path) ? candidate : nil
    }()

    private static var folder: URL? { corpus?.appendingPathComponent("libxlxml2domconfigdata") }

    private static let names = files(in: "libxlxml2domconfigdata").map { String($0.dropLast(4)) }

    private static let everyDomain = ["libxlxml2domconfigdata", "xlconfigdata", "xmconfigdata"].flatMap { folder in
        files(in: folder).map { "\(folder)/\($0)" }
    }

    private static func files(in folder: String) -> [String] {
        guard let path = corpus?.appendingPathComponent(folder).path,
            let files = try? FileManager.default.contentsOfDirectory(atPath: path)
        else { return [] }
        return files.filter { $0.hasSuffix(".xml") }.sorted()
    }

    @Test(
        "Every domain of libvirt's tests is read without an unknown word, and written without loss",
        .enabled(if: corpus != nil, "libvirt's test data is not here"), arguments: everyDomain)
    func domain(_ name: String) throws {
        let xml = try Data(contentsOf: #require(Self.corpus).appendingPathComponent(name))
        let result = LibvirtXMLReader().read(Array(xml), file: name)
        let document = try #require(result.document, "\(result.diagnostics)")
        #expect(!result.diagnostics.contains { $0.reason == .unknown }, "\(result.diagnostics)")
        let written = LibvirtXMLWriter().write(document, options: WriteOptions(includesSecrets: true))
        #expect(written.losses.isEmpty)
    }

    @Test(
        "A domain is read as libvirt hands it to libxl",
        .enabled(if: corpus != nil, "libvirt's test data is not here"), arguments: names)
    func pair(_ name: String) throws {
        let folder = try #require(Self.folder)
        let xml = try Data(contentsOf: folder.appendingPathComponent("\(name).xml"))
        let json = try Data(contentsOf: folder.appendingPathComponent("\(name).json"))
        let result = LibvirtXMLReader(handover: .libvirt).read(Array(xml), file: "\(name).xml")
        let document = try #require(result.document, "\(result.diagnostics)")
        let expected = try JSONReader.read(Array(json))
        let missing = differences(expected, Self.inOldPlaces(document.configuration.fieldValue), at: "")
        #expect(missing.isEmpty)
    }

    /// libvirt's tests also know libxl before 4.8 and 4.17, with nested virtualization and CPUID in other places.
    private static func inOldPlaces(_ value: FieldValue) -> FieldValue {
        guard case .record(let members) = value, let nested = value["nested_hvm"] ?? value["b_info"]?["nested_hvm"]
        else {
            return value
        }
        return .record(
            members.map { member in
                switch (member.name, member.value) {
                case ("b_info", _): .init("b_info", inOldPlaces(member.value))
                case ("type.hvm", .record(let inside)):
                    .init("type.hvm", .record(inside + [.init("nested_hvm", nested)]))
                case ("cpuid", _): .init("cpuid", member.value["cpuid"] ?? member.value)
                default: member
                }
            })
    }

    /// What is expected and not there. libvirt's tests have a made-up answer for `shadow_memkb`; lists must be equal.
    private func differences(_ expected: FieldValue, _ found: FieldValue?, at path: String) -> [String] {
        switch (expected, found) {
        case (.record(let members), _):
            return members.flatMap { member -> [String] in
                let place = "\(path)/\(member.name)"
                if place == "/b_info/shadow_memkb" { return [] }
                if place.hasSuffix("/devid"), member.value == .integer(-1) { return [] }
                if place.hasSuffix("/rdm_policy"), member.value == .string("invalid") { return [] }
                return differences(member.value, found?[member.name], at: place)
            }
        case (.list(let elements), .list(let others)):
            guard elements.count == others.count else { return ["\(path): \(others.count) for \(elements.count)"] }
            return zip(elements, others).enumerated().flatMap {
                differences($0.element.0, $0.element.1, at: "\(path)[\($0.offset)]")
            }
        default: return expected == found ? [] : ["\(path): \(found.map { "\($0)" } ?? "nothing") for \(expected)"]
        }
    }
}
