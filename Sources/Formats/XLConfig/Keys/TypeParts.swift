import GuestModel

/// Ways to what belongs to one type of guest. For a guest of another type there is nothing to read, and what is set is
/// lost; a ``ScalarKey`` knows for which types it is meant.
extension GuestConfiguration {
    var hvm: HVM {
        get { if case .hvm(let hvm) = type { hvm } else { HVM() } }
        set { if case .hvm = type { type = .hvm(newValue) } }
    }

    var pv: PV {
        get { if case .pv(let pv) = type { pv } else { PV() } }
        set { if case .pv = type { type = .pv(newValue) } }
    }

    var pvh: PVH {
        get { if case .pvh(let pvh) = type { pvh } else { PVH() } }
        set { if case .pvh = type { type = .pvh(newValue) } }
    }
}
