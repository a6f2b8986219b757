import Policy

/// How a guest is to be, by what its policy says and by what somebody asked for by hand.
enum Wish {
    case on
    case off(String, by: GuestRecord.Orderer)
    case asFound
    case gone

    /// - Parameters:
    ///   - record: nil for a guest that is not remembered.
    ///   - bootID: of the host, as it is now.
    ///   - runs: it has a domain that is not about to end.
    init(of record: GuestRecord?, _ policy: GuestPolicy, bootID: String, runs: Bool) {
        let name = record?.name ?? ""
        self =
            switch (policy.state, record?.intent) {
            case (.absent, _): .gone
            case (_, .stopped(let moment, .hand, _)):
                .off("stopped at \(moment); \"xenward start \(name)\" starts it", by: .hand)
            case (.shutoff, _): .off("its policy says shutoff", by: .policy)
            // A host that was about to go down and did not: what runs is looked after.
            case (_, .stopped(let moment, .host, bootID)) where !runs:
                .off(
                    "stopped with the host at \(moment); it starts when that has booted, or by \"xenward start \(name)\"",
                    by: .host)
            case (.asFound, _): .asFound
            case (.running, _), (.paused, _): .on
            }
    }
}

extension GuestRecord.Intent {
    /// A person had it stopped.
    var isStoppedByHand: Bool { if case .stopped(_, .hand, _) = self { true } else { false } }

    /// If its domain has shut down, then because it was asked to, in order to be built anew.
    func isReplacing(at now: Timestamp) -> Bool {
        guard case .replacing(let until) = self else { return false }
        return until.map { now < $0 } ?? true
    }

    /// It was asked to shut down in order to be built anew, has not done so in time, and is still given some.
    package func isExpected(at now: Timestamp) -> Bool {
        if case .replacing(let until?) = self { now < until } else { false }
    }

    /// The host's boot in which it ended or was stopped; nil when it was not.
    var bootID: String? {
        switch self {
        case .ended(_, _, let bootID), .stopped(_, _, let bootID): bootID
        case .running, .replacing: nil
        }
    }
}
