import GuestModel

/// A guest while its elements are read, in the order that suits the reader.
struct DomainDraft {
    var guest: GuestConfiguration
    let kind: GuestType.Kind
    var hvm = HVM()
    var pv = PV()
    var pvh = PVH()
    /// The vdevs of disks that other guests may write too.
    var shareableDisks: Set<String> = []
    /// The devices that have a place of their own in the order of booting.
    var bootOrder: [BootOrder.Entry] = []
    /// There is a `<graphics>` that has an effect.
    var hasGraphics = false
    /// There is a `<video>`.
    var hasVideo = false

    init(name: String, kind: GuestType.Kind) {
        self.kind = kind
        guest = GuestConfiguration(name: name, type: kind.standard)
    }

    /// The guest, with what only its type has.
    var finished: GuestConfiguration {
        var guest = guest
        switch kind {
        case .pv: guest.type = .pv(pv)
        case .hvm: guest.type = .hvm(hvm)
        case .pvh: guest.type = .pvh(pvh)
        }
        return guest
    }
}

extension GuestConfiguration {
    /// What only an HVM guest has; nil for other types.
    var hvm: HVM? { if case .hvm(let hvm) = type { hvm } else { nil } }
    /// What only a PV guest has; nil for other types.
    var pv: PV? { if case .pv(let pv) = type { pv } else { nil } }
}
