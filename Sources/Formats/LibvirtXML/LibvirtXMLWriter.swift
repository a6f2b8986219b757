import FormatSupport
import GuestModel

/// Writes a guest as libvirt's domain XML, as virsh dumpxml lays it out.
///
/// What is written is read back; whatever differs then is reported as lost.
public struct LibvirtXMLWriter: GuestWriter {
    public init() {}

    public func write(_ document: GuestDocument, options: WriteOptions) -> WriteResult {
        var document = document
        var losses: [WriteResult.Loss] = []
        if !options.includesSecrets {
            for place in document.configuration.removeSecrets() {
                losses.append(
                    .init(place: place, value: "(secret)", reason: "passwords are written with --secrets only"))
            }
        }
        let original = document
        document.configuration.spellOutDefaults()
        let (text, unsaid) = Self.text(of: document)
        losses += unsaid
        losses += WritingLosses.find(original, in: text)
        return WriteResult(text: text, losses: losses)
    }

    /// The whole domain, and what of its metadata no XML can hold.
    private static func text(of document: GuestDocument) -> (text: String, losses: [WriteResult.Loss]) {
        let guest = document.configuration
        var output = XMLOutput()
        var losses: [WriteResult.Loss] = []
        let namespace = guest.deviceModel.arguments.isEmpty ? nil : CommandLine.namespace
        output.element("domain", ["type": "xen", "xmlns:xen": namespace]) { output in
            General.write(document, to: &output)
            losses = Metadata.write(document, to: &output)
            MemoryElements.write(guest, to: &output)
            VCPUElements.write(guest, to: &output)
            CPUElement.writePlacement(guest, to: &output)
            OperatingSystem.write(guest, to: &output)
            FeatureElements.write(guest, to: &output)
            CPUElement.write(guest, to: &output)
            ClockElement.write(guest, to: &output)
            Lifecycle.write(guest, to: &output)
            DeviceElements.write(document, to: &output)
            SecurityLabel.write(guest, to: &output)
            CommandLine.write(guest, to: &output)
        }
        return (output.text, losses)
    }
}
