import FormatSupport
import GuestModel

/// Writes a guest as an xl.cfg(5) that a person might have written: grouped, aligned, without needless defaults.
///
/// What it writes is read back before it is handed out, and each thing that does not come back is reported.
public struct XLConfigWriter: GuestWriter {
    /// What xl.conf(5) contributes where the text will be read.
    public let host: HostDefaults

    public init(host: HostDefaults = HostDefaults()) { self.host = host }

    public func write(_ document: GuestDocument, options: WriteOptions) -> WriteResult {
        var guest = document.configuration
        guest.leaveOldPlaces()
        var losses = options.withholdSecrets(of: &guest)
        var page = GuestPage.page(of: guest, annotations: document.annotations)
        // xl would refuse the whole file for one value that it does not take.
        page.remove(reading(page.text).refusedKeys.subtracting(["name", "memory"]))
        let text = page.text
        losses += Losses.between(guest, and: reading(text).configuration)
        losses += document.extras.losses(in: "xl.cfg")
        return WriteResult(text: text, losses: losses)
    }

    private func reading(_ text: String) -> GuestReading {
        XLConfigReader(host: host).interpret(SettingsParser.parse(Array(text.utf8)), file: "")
    }
}
