import FormatSupport
import GuestModel

/// Writes a guest as libvirt's domain XML, as virsh dumpxml lays it out.
///
/// What is written is read back; whatever differs then goes into the metadata, as a part of libxl's JSON that refines the
/// rest, so that the guest that is read is the guest that was written. What differs still is reported as lost.
public struct LibvirtXMLWriter: GuestWriter {
    public init() {}

    public func write(_ document: GuestDocument, options: WriteOptions) -> WriteResult {
        var document = document
        var losses = options.withholdSecrets(of: &document.configuration)
        losses += Self.leaveOutGroupAddresses(of: &document.configuration)
        let refinement = Self.plainlySaid(of: document.configuration).flatMap {
            Refinement(from: $0, to: document.configuration)
        }
        let (text, unsaid) = Self.text(of: document, refinement)
        losses += unsaid
        losses += WritingLosses.find(document, in: text)
        return WriteResult(text: text, losses: losses)
    }

    /// libvirt refuses the whole domain for an interface that has the address of a group of them.
    private static func leaveOutGroupAddresses(of guest: inout GuestConfiguration) -> [WriteResult.Loss] {
        var losses: [WriteResult.Loss] = []
        for index in guest.nics.indices {
            guard let mac = guest.nics[index].mac, mac.isMulticast else { continue }
            guest.nics[index].mac = nil
            let reason = "it is the address of a group of interfaces, which libvirt gives to none"
            losses.append(.init(place: "nics[\(mac)].mac", value: "\(mac)", reason: reason))
        }
        return losses
    }

    /// What a guest's XML says of it without a refinement; nil when it is none that can be read.
    static func plainlySaid(of guest: GuestConfiguration) -> GuestConfiguration? {
        let bare = GuestDocument(configuration: guest, provenance: SourceLocation(file: ""))
        return LibvirtXMLReader().read(Array(text(of: bare, nil).text.utf8), file: "").document?.configuration
    }

    /// The whole domain, and what of its metadata no XML can hold.
    private static func text(
        of original: GuestDocument, _ refinement: Refinement?
    ) -> (text: String, losses: [WriteResult.Loss]) {
        var document = original
        document.configuration.spellOutDefaults()
        let guest = document.configuration
        var output = XMLOutput()
        var losses: [WriteResult.Loss] = []
        let namespace = CommandLine.arguments(guest).isEmpty ? nil : CommandLine.namespace
        output.element("domain", ["type": "xen", "xmlns:xen": namespace]) { output in
            General.write(document, to: &output)
            losses = Metadata.write(document, refinement, to: &output)
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
