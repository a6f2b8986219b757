import FormatSupport
import GuestModel
import LibvirtXML
import LibxlJSON
import ReadResults

/// Reads a domain.
func read(_ xml: String, handover: Handover = .plain) -> ReadResult {
    LibvirtXMLReader(handover: handover).read(Array(xml.utf8), file: "guest.xml")
}

/// A PV guest with some lines more.
func pv(_ lines: String = "", devices: String = "", os: String = "<type>linux</type>") -> String {
    """
    <domain type='xen'>
      <name>probe</name>
      <memory>262144</memory>
      <os>\(os)</os>
      \(lines)
      <devices>
        \(devices)
      </devices>
    </domain>
    """
}

/// An HVM guest with some lines more.
func hvm(_ lines: String = "", devices: String = "", os: String = "<type>hvm</type>") -> String {
    pv(lines, devices: devices, os: os)
}

extension ReadResult {
    /// libxl's JSON of the guest, on one line.
    var json: String { guest.map { CanonicalConfiguration($0).text } ?? "none" }
}

extension GuestConfiguration {
    var hvm: HVM? { if case .hvm(let hvm) = type { hvm } else { nil } }
    var pv: PV? { if case .pv(let pv) = type { pv } else { nil } }
}
