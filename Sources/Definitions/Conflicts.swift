import AllCores
import FormatSupport
import GuestModel

extension DefinitionSet {
    /// Takes out definitions that cannot both hold: one name or uuid twice, one MAC twice, one disk that two guests write.
    ///
    /// Each conflict is an error that names both places. None of the guests concerned is wanted or unwanted: they are
    /// unknown until somebody decides.
    ///
    /// Definitions that were all carried out together before cannot be in each other's way, so they are looked at only
    /// beside one that is new.
    mutating func setConflictsAside(below root: String, _ known: KnownDefinitions) {
        guard hasNews else { return }
        let claims = definitions.mapOnAllCores { Self.claims(of: $0, known) }
        var claimants: [Claim: Claimants] = [:]
        claimants.reserveCapacity(claims.reduce(0) { $0 + $1.count })
        var losers: Set<Int> = []
        for index in definitions.indices {
            for (claim, isShared) in claims[index] {
                guard let first = claimants[claim, default: Claimants()].add(index, isShared), first != index else {
                    continue
                }
                losers.formUnion([first, index])
                let there = "\(definitions[first].name) at \(location(of: first, below: root))"
                diagnostics.append(
                    Diagnostic(
                        .error, .conflict, at: location(of: index, below: root), "\(claim) is also that of \(there)"))
            }
        }
        guard !losers.isEmpty else { return }
        for index in losers.sorted() {
            rejected.append(RejectedDefinition(file: definitions[index].file, name: definitions[index].name))
        }
        definitions = definitions.indices.filter { !losers.contains($0) }.map { definitions[$0] }
    }

    /// Whether there is a definition that was not there, or not like that, when the others were carried out.
    private var hasNews: Bool {
        var seen: Set<GuestUUID> = []
        return definitions.contains { definition in
            // The same file copied is two definitions of one guest.
            guard case .unchanged(let guest) = definition.content else { return true }
            return !seen.insert(guest.uuid).inserted
        }
    }

    private func location(of index: Int, below root: String) -> SourceLocation {
        definitions[index].document?.provenance ?? SourceLocation(file: "\(root)/\(definitions[index].file)")
    }

    private static func claims(
        of definition: Definition, _ known: KnownDefinitions
    ) -> [(claim: Claim, isShared: Bool)] {
        var claims: [(claim: Claim, isShared: Bool)] = [(.name(definition.name), false)]
        // Whose definition has none keeps the one that was made up for it.
        let made = known.sources[definition.file].flatMap { $0.name == definition.name ? $0.uuid : nil }
        if let uuid = definition.uuid ?? made { claims.append((.uuid(uuid), false)) }
        let guest: GuestConfiguration?
        switch definition.content {
        case .read(let document): guest = document.configuration
        case .unchanged(let recorded): guest = known.configuration(recorded)
        }
        guard let guest else { return claims }
        let shareable = definition.document?.extras.shareableDisks ?? []
        return claims + guest.possessions(sharing: shareable).map { (.possession($0.possession), $0.isShared) }
    }
}

/// Something of which there can be only one owner.
private enum Claim: Hashable, CustomStringConvertible {
    case name(String)
    case uuid(GuestUUID)
    case possession(Possession)

    var description: String {
        switch self {
        case .name(let name): "the name \(name)"
        case .uuid(let uuid): "the uuid \(uuid)"
        case .possession(.mac(let mac)): "the MAC address \(mac)"
        case .possession(.disk(let path, _)): "the disk \(Disk.shown(path)), which both may write,"
        }
    }
}

/// Who has made a claim last, as places in the list of definitions.
private struct Claimants {
    private var owner: Int?
    /// Two may share a disk when both say so; one that does not say so wants it for itself.
    private var sharer: Int?

    /// - Returns: who stands in the way.
    mutating func add(_ index: Int, _ isShared: Bool) -> Int? {
        let rival = isShared ? owner : sharer ?? owner
        if isShared { sharer = index } else { owner = index }
        return rival
    }
}
