import FormatSupport
import Foundation
import GuestModel
import LibvirtXML
import LibxlJSON
import XLConfig
import XMConfig

/// A format that pairs are written in.
struct Format: Sendable {
    /// Of its files.
    var suffix: String
    var reader: any GuestReader
    var writer: any GuestWriter

    static let xl = Format(suffix: "cfg", reader: XLConfigReader(), writer: XLConfigWriter())
    static let xm = Format(suffix: "cfg", reader: XMConfigReader(), writer: XMConfigWriter())
    static let json = Format(suffix: "json", reader: LibxlJSONReader(), writer: LibxlJSONWriter())
}

/// A folder of pairs: a domain's XML, and the same guest in another format under the same name.
struct Folder: Sendable {
    var name: String
    var format: Format
    var judge: @Sendable (Pair, Format) -> [String]

    /// As in libvirt's `tests/`. A new format is one line here.
    static let all = [
        Folder(name: "xlconfigdata", format: .xl, judge: Judgement.ofConfigurations),
        Folder(name: "xmconfigdata", format: .xm, judge: Judgement.ofConfigurations),
        Folder(name: "libxlxml2domconfigdata", format: .json, judge: Judgement.ofHandover),
    ]
}

/// Two files that say the same guest.
struct Pair: Sendable {
    /// With the folder's: `xlconfigdata/test-spice`.
    var name: String
    var xml: [UInt8]
    var native: [UInt8]

    /// libvirt's own tests turn these one way only: what they are turned from says a thing in an old or lazy way, or is
    /// no file that libvirt writes.
    var isTurnedToXML: Bool { !Self.onlyFromXML.contains { name.hasSuffix($0) } }
    var isTurnedFromXML: Bool { !Self.onlyToXML.contains { name.contains($0) } }

    private static let onlyToXML = [
        "xlconfigdata/test-disk-positional-parms-", "xlconfigdata/test-disk-qed", "xlconfigdata/test-paravirt-type",
        "xlconfigdata/test-paravirt-cmdline-extra-root", "xlconfigdata/test-paravirt-cmdline-bogus-extra-root",
        "xlconfigdata/test-fullvirt-type", "xlconfigdata/test-fullvirt-direct-kernel-boot-extra",
        "xlconfigdata/test-fullvirt-direct-kernel-boot-bogus-extra",
    ]
    private static let onlyFromXML = ["vnuma-autocomplete", "vnuma-nodistances", "vnuma-partialdist"]

    /// Whether the native file names a key.
    func names(_ key: String) -> Bool { lines.contains { Self.sets($0, key) } }

    /// The native file without a key.
    func native(without key: String) -> [UInt8] {
        Array(lines.filter { !Self.sets($0, key) }.joined(separator: "\n").utf8)
    }

    private var lines: [Substring] { String(decoding: native, as: UTF8.self).split(separator: "\n") }

    private static func sets(_ line: Substring, _ key: String) -> Bool {
        line.hasPrefix(key) && line.dropFirst(key.count).first { $0 != " " } == "="
    }

    /// Every pair of a folder, in alphabetical order; files that stand alone are not pairs.
    static func all(in folder: Folder, of corpus: String) -> [Pair] {
        let path = "\(corpus)/\(folder.name)"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        return names.compactMap { file in
            guard file.hasSuffix(".\(folder.format.suffix)") else { return nil }
            let name = String(file.dropLast(folder.format.suffix.count + 1))
            guard let native = FileManager.default.contents(atPath: "\(path)/\(file)"),
                let xml = FileManager.default.contents(atPath: "\(path)/\(name).xml")
            else { return nil }
            return Pair(name: "\(folder.name)/\(name)", xml: Array(xml), native: Array(native))
        }
    }
}
