import FormatSupport
import GuestModel

extension DefinitionSet {
    /// Takes out definitions that cannot both hold: one name or uuid twice, one MAC twice, one disk that two guests write.
    ///
    /// Each conflict is an error that names both places. None of the guests concerned is wanted or unwanted: they are
    /// unknown until somebody decides.
    mutating func setConflictsAside(below root: String) {
        var claims: [Claim: Int] = [:]
        var losers: Set<Int> = []
        for index in definitions.indices {
            for claim in Self.claims(of: definitions[index]) {
                guard let first = claims.updateValue(index, forKey: claim), first != index else { continue }
                losers.formUnion([first, index])
                let here = definitions[index].document.provenance
                let there = definitions[first].document.provenance
                diagnostics.append(
                    Diagnostic(
                        .error, .conflict, at: here,
                        "\(claim) is also that of \(definitions[first].configuration.name) at \(there)"))
            }
        }
        guard !losers.isEmpty else { return }
        for index in losers.sorted() {
            rejected.append(
                RejectedDefinition(file: definitions[index].file, name: definitions[index].configuration.name))
        }
        definitions = definitions.indices.filter { !losers.contains($0) }.map { definitions[$0] }
    }

    private static func claims(of definition: Definition) -> [Claim] {
        let guest = definition.configuration
        var claims: [Claim] = [.name(guest.name)]
        if let uuid = guest.uuid { claims.append(.uuid(uuid)) }
        for nic in guest.nics { if let mac = nic.mac { claims.append(.mac(mac)) } }
        for disk in guest.disks where disk.readWrite && !disk.cdrom {
            guard let path = disk.path, !definition.document.extras.shareableDisks.contains(disk.vdev ?? "") else {
                continue
            }
            claims.append(.disk(path, backend: disk.backendDomain))
        }
        return claims
    }
}

/// Something of which there can be only one owner.
private enum Claim: Hashable, CustomStringConvertible {
    case name(String)
    case uuid(GuestUUID)
    case mac(MACAddress)
    case disk(String, backend: String?)

    var description: String {
        switch self {
        case .name(let name): "the name \(name)"
        case .uuid(let uuid): "the uuid \(uuid)"
        case .mac(let mac): "the MAC address \(mac)"
        case .disk(let path, _): "the disk \(path), which both may write,"
        }
    }
}
