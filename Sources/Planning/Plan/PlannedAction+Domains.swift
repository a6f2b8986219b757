import Observing

/// What becomes of which domain.
extension PlannedAction {
    /// The domain that the action finds; nil where it finds none.
    public var domid: Domid? {
        switch work {
        case .adopt(let domain, _), .update(let domain, _), .replace(let domain, _, _), .resume(let domain),
            .softReset(let domain, _), .end(let domain, keeping: _, because: _), .stop(let domain, _, by: _),
            .remove(let domain, _, _):
            domain.domid
        case .create, .forget, .nothing: nil
        }
    }

    /// The domain that this action takes away, if any.
    public var removes: Domid? {
        if case .remove(let domain, _, _) = work { domain.domid } else { nil }
    }

    /// The domain that the guest is built in the place of, if any.
    public var takesThePlaceOf: Domid? {
        if case .replace(let domain, _, _) = work { domain.domid } else { nil }
    }

    /// The domain that this action ends without building another in its place; its memory is free for all others. Nil for one that is
    /// preserved.
    var endsForGood: Domid? {
        switch work {
        case .end(_, keeping: .domain, because: _): nil
        case .remove(let domain, _, _), .end(let domain, keeping: _, because: _), .stop(let domain, _, by: _):
            domain.domid
        case .create, .adopt, .update, .replace, .resume, .softReset, .forget, .nothing: nil
        }
    }

    /// The domain that this action ends for the guest that it builds, which gets its memory. Nil for one that is preserved.
    var endsForItsSuccessor: Domid? {
        if case .replace(let domain, let ending, _) = work, ending.remains != .domain { domain.domid } else { nil }
    }

    /// The guest that this action builds, if any.
    public var builds: Target? {
        switch work {
        case .create(let target), .replace(_, _, let target): target
        default: nil
        }
    }

    /// The place of the change by which its guest gets another name; nil where it keeps the one that it has.
    public var changeOfName: Int? {
        changes.firstIndex { JudgedField($0.change.field) == .name && $0.isMade }
    }
}
