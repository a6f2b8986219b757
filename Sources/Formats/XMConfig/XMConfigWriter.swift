import FormatSupport
import GuestModel
import XLConfig

/// Writes a guest as a configuration file for xm, as a person might have written it.
///
/// What it writes is read back before it is handed out, and each thing that does not come back is reported.
public struct XMConfigWriter: GuestWriter {
    public init() {}

    public func write(_ document: GuestDocument, options: WriteOptions) -> WriteResult {
        var kept = document
        kept.configuration.leaveOldPlaces()
        var losses = options.withholdSecrets(of: &kept.configuration)
        var page = XendPage(kept)
        // One value that is not taken would cost the whole file.
        page.remove(refusedKeys(Self.text(of: page)).subtracting(["name", "memory", "kernel"]))
        let text = Self.text(of: page)
        let back = XMConfigReader().interpret(PythonParser.parse(Array(text.utf8)), file: "")
        losses += XendLosses(in: "xm").between(kept, and: back.document)
        return WriteResult(text: text, losses: losses)
    }

    private func refusedKeys(_ text: String) -> Set<String> {
        let syntax = PythonParser.parse(Array(text.utf8))
        return XendReading.read(XendGuest(settings: syntax.settings), file: "", host: nil).refusedKeys
    }

    private static func text(of page: XendPage) -> String {
        var lines = page.page
        lines.add(.devices, "disk", specs: page.disks.compactMap(values))
        lines.add(.devices, "vif", specs: page.interfaces.compactMap(pairs))
        lines.add(.devices, "vtpm", specs: page.tpms.compactMap(pairs))
        lines.add(.devices, "pci", specs: page.pciDevices)
        lines.add(.display, "vfb", specs: page.framebuffers.compactMap(pairs))
        let text = lines.text(spelling: \.spelledForPython)
        // Python 2 takes other characters than ASCII's only where it is told of them.
        return text.utf8.allSatisfy { $0 < 0x80 } ? text : "# -*- coding: utf-8 -*-\n" + text
    }

    /// `UNAME,DEV,MODE`; nil where a value holds a comma, which would begin another.
    private static func values(_ device: XendDevice) -> String? {
        let values = device.parts.map(\.value)
        return values.contains { $0.contains(",") } ? nil : values.joined(separator: ",")
    }

    /// `KEY=VALUE,…`, without values that hold a comma.
    private static func pairs(_ device: XendDevice) -> String? {
        device.parts.filter { !$0.value.contains(",") }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }
}
