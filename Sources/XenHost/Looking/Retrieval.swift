import CXen
import Crypto
import GuestModel
import Host
import LibxlJSON

extension LibxlWorker {
    /// A domain as it is now. Whatever is wrong with it is said of it, and of no other.
    func look(at domain: DomainInformation, cpupools: [UInt32: String]) -> ObservedDomain {
        ObservedDomain(
            domid: domain.domid, uuid: domain.uuid, name: domain.name, state: domain.state,
            configuration: configuration(of: domain, cpupools: cpupools), nonce: domain.nonce)
    }

    private func configuration(of domain: DomainInformation, cpupools: [UInt32: String]) -> ObservedConfiguration {
        if domain.state == .dying { return .unknown(reason: "the domain is being destroyed") }
        if domain.name == nil { return .unknown(reason: Self.noName) }
        let stored: String
        let reading: LiveReading
        do throws(HostError) {
            let configuration = try retrieve(domain)
            guard let text = configuration.json(context) else { return .unknown(reason: Self.noConfiguration) }
            stored = text
            reading = liveReading(of: domain, beside: configuration.pointer.pointee, cpupools: cpupools)
        } catch {
            return .unknown(reason: hasStoredConfiguration(domain) ? error.description : Self.noConfiguration)
        }
        return .known(
            SeenConfiguration(fingerprint: Self.fingerprint(stored, reading)) {
                let stored = CanonicalConfiguration(text: stored)
                guard var guest = try? stored.decoded() else { return stored }
                guest.creation.xenstoreData.removeAll { $0.key == ObservedDomain.nonceKey }
                guest.refresh(from: reading)
                return CanonicalConfiguration(guest)
            })
    }

    private static let noName = "it has no name: it is being made or destroyed"
    private static let noConfiguration =
        "libxl has no configuration of it: its creation was cut short, or another toolstack made it"

    /// `libxl_retrieve_domain_configuration`
    func retrieve(_ domain: DomainInformation) throws(HostError) -> LibxlValue<libxl_domain_config> {
        let function = "libxl_retrieve_domain_configuration"
        let value = LibxlValue(.domain)
        try call(function, domain.subject, attempt: "its configuration cannot be had") {
            libxl_retrieve_domain_configuration($0, domain.domid, value.pointer, nil)
        }
        // libxl reports success for a domain that went away while it looked, with what it was created as.
        guard try name(of: domain.domid) != nil else {
            throw HostError(function, .domainNotFound, domain: domain.subject.words, detail: Self.noName)
        }
        return value
    }

    /// Whether libxl has stored one at all; what it says of a domain without is no different from any other failure.
    private func hasStoredConfiguration(_ domain: DomainInformation) -> Bool {
        (try? userdata("libxl-json", of: domain)) != nil
    }

    /// The same for what looks the same, in any process.
    private static func fingerprint(_ stored: String, _ reading: LiveReading) -> String {
        var hash = SHA256()
        func add(_ text: String) {
            var text = text
            text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
            hash.update(data: [0])
        }
        add(stored)
        for set in reading.hardAffinity + reading.softAffinity + [reading.nodeAffinity] { add(set.description) }
        add(reading.cpupoolName ?? "\(reading.cpupool)")
        for devices in [reading.disks, reading.nics, reading.keyboards] {
            add(devices.map { "\($0.count)" } ?? "-")
            for device in devices ?? [] { add(device) }
        }
        for device in reading.usbDevices ?? [] { add("usb \(device)") }
        for vdev in reading.ejected.sorted() { add(vdev) }
        for device in reading.leaving.sorted() { add("-\(device)") }
        return hash.finalize().prefix(16).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }
}
