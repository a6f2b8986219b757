import FormatSupport
import GuestModel
import LibvirtXML
import LibxlJSON

/// Judges a pair in both directions, and says what is wrong; nothing when nothing is.
enum Judgement {
    private static let all = WriteOptions(includesSecrets: true)

    /// A configuration and the XML that libvirt makes of it, or makes it of.
    ///
    /// To XML: everything that libvirt expects is there with that value; every element besides says something, and the
    /// whole is the guest of the configuration. From XML: xl's guest is the same as that of the file that is expected.
    @Sendable static func ofConfigurations(_ pair: Pair, _ format: Format) -> [String] {
        (pair.isTurnedToXML ? toXML(pair, format).map { "to XML: \($0)" } : [])
            + (pair.isTurnedFromXML ? fromXML(pair, format).map { "from XML: \($0)" } : [])
    }

    private static func toXML(_ pair: Pair, _ format: Format) -> [String] {
        let native = format.reader.read(pair.native, file: pair.name)
        guard let document = native.document else { return native.errors }
        let written = LibvirtXMLWriter().write(document, options: all)
        guard let tree = Tree.parse(Array(written.text.utf8)), let expected = Tree.parse(pair.xml) else {
            return ["not XML"]
        }
        // What libvirt reads of cpuid = "host,tm=x" says that libxl decides, as it does of every other feature.
        for cpu in expected.children where cpu.name == "cpu" {
            cpu.children.removeAll { $0.attributes["policy"] == "optional" }
        }
        var faults = tree.lacks(of: expected).filter { !KnownDifference.covers($0, pair) }
        faults += written.losses.map(\.description)
        let guest = LibvirtXMLReader().read(Array(written.text.utf8), file: pair.name).document?.configuration
        if let guest {
            faults += document.configuration.changes(to: guest).map(\.description)
        } else {
            faults.append("what is written cannot be read")
        }
        for path in tree.additions(to: expected) {
            let (rest, removed) = tree.without(path[...])
            if expected.isOlderThanImplicitDevices, Tree.implicitDevices.contains(removed) { continue }
            let other = LibvirtXMLReader().read(Array(rest.xml.utf8), file: pair.name).document?.configuration
            if other == guest { faults.append("\(removed) is more than libvirt has, and says nothing") }
        }
        return faults
    }

    private static func fromXML(_ pair: Pair, _ format: Format) -> [String] {
        let xml = LibvirtXMLReader().read(pair.xml, file: pair.name)
        guard var document = xml.document else { return xml.errors }
        var theirs = format.reader.read(pair.native, file: pair.name)
        if theirs.errors.contains(where: { $0.contains("differs from maxmem") }) {
            // xl refuses libvirt's own file: judged is what it says apart from maxmem, which xl then takes from vnuma.
            theirs = format.reader.read(pair.native(without: "maxmem"), file: pair.name)
            document.configuration.memory.maximum = nil
        }
        let written = format.writer.write(document, options: all)
        let ours = format.reader.read(Array(written.text.utf8), file: pair.name)
        guard let guest = ours.document?.configuration, let expected = theirs.document?.configuration else {
            return ours.errors + theirs.errors
        }
        return expected.asBuilt.changes(to: guest.asBuilt).map(\.description)
            .filter { !KnownDifference.covers($0, pair) }
    }

    /// A domain's XML, and what libvirt's driver hands to libxl for it.
    ///
    /// From XML: everything in the JSON is there with that value. To XML: what the JSON becomes is the JSON again.
    @Sendable static func ofHandover(_ pair: Pair, _ format: Format) -> [String] {
        let xml = LibvirtXMLReader(handover: .libvirt).read(pair.xml, file: pair.name)
        guard let document = xml.document else { return xml.errors }
        guard let expected = try? JSONReader.read(pair.native) else { return ["not JSON"] }
        var faults = Handover.differences(expected, Handover.inOldPlaces(document.configuration.fieldValue))
            .map { "from XML: \($0)" }
        let native = format.reader.read(pair.native, file: pair.name)
        guard let original = native.document else { return faults + native.errors }
        let written = LibvirtXMLWriter().write(original, options: all)
        let back = LibvirtXMLReader().read(Array(written.text.utf8), file: pair.name)
        guard let guest = back.document?.configuration else { return faults + back.errors }
        faults += original.configuration.changes(to: guest).map { "to XML: \($0)" }
        return faults + written.losses.map { "to XML: \($0)" }
    }
}

extension ReadResult {
    fileprivate var errors: [String] { diagnostics.filter { $0.severity == .error }.map(\.description) }
}
