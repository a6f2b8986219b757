import Planning

/// What a watcher has done and seen since it began, in numbers.
struct WatchMetrics: Sendable {
    let version: String
    private(set) var actions: [RunFigures.Action: Int] = [:]
    private(set) var runs: [Result: Int] = [:]
    private(set) var lastRun: Timestamp?
    /// When a run last came to its end.
    private(set) var lastSuccess: Timestamp?
    private(set) var latest = RunFigures()

    /// How a run ended.
    enum Result: String, Sendable, CaseIterable {
        case complete
        /// Some guests are blocked, or something failed with some.
        case partial
        /// Definitions, state or host could not be had, or the state could not be written.
        case failed
    }

    /// - Parameter lastSuccess: of a process before this one.
    init(version: String, lastSuccess: Timestamp? = nil) {
        self.version = version
        self.lastSuccess = lastSuccess
    }

    /// Adds a run that has ended.
    mutating func note(_ result: Result, _ figures: RunFigures, at now: Timestamp) {
        runs[result, default: 0] += 1
        lastRun = now
        if result != .failed { lastSuccess = now }
        let guests = latest.guests
        latest = figures
        // A run for single guests counts none; one that counts them all follows soon.
        if !figures.countsGuests { latest.guests = guests }
        actions.merge(figures.actions) { $0 + $1 }
    }

    /// For Prometheus. What the latest run could not see is left out, rather than told as it was earlier.
    var page: MetricsPage {
        MetricsPage(families: [build] + ofRuns + (latest.guests.map(Self.ofGuests) ?? []))
    }
}

extension WatchMetrics {
    private typealias Family = MetricsPage.Family
    private typealias Sample = MetricsPage.Sample
    private typealias Label = MetricsPage.Label

    /// Takes over from a process before this one when a run last came to its end; the rest it counts anew.
    static func lastSuccess(in page: String) -> Timestamp? {
        let line = page.split(separator: "\n").first { $0.hasPrefix("\(lastSuccessName) ") }
        return line.flatMap { Int64($0.dropFirst(lastSuccessName.count + 1)) }.map { Timestamp(seconds: $0) }
    }

    private static let lastSuccessName = "xenward_last_success_timestamp_seconds"

    private var build: MetricsPage.Family {
        Family(
            name: "xenward_build_info", kind: .gauge, help: "Which xenward this is; always 1.",
            samples: [Sample(1, Label("version", version))])
    }

    private var ofRuns: [MetricsPage.Family] {
        let times = StepTimes.Step.allCases.compactMap { step in
            latest.times.durations[step].map { Sample($0.inSeconds, Label("step", step.rawValue)) }
        }
        return [
            Family(
                name: "xenward_runs_total", kind: .counter, help: "Runs since the process began, by how they ended.",
                samples: Result.allCases.map { Sample(runs[$0] ?? 0, Label("result", $0.rawValue)) }),
            Family(
                name: "xenward_last_run_timestamp_seconds", kind: .gauge, help: "When a run last ended.",
                samples: lastRun.map { [Sample($0.seconds)] } ?? []),
            Family(
                name: Self.lastSuccessName, kind: .gauge,
                help: "When a run last ended other than failed; single guests may have been blocked.",
                samples: lastSuccess.map { [Sample($0.seconds)] } ?? []),
            Family(
                name: "xenward_last_run_duration_seconds", kind: .gauge,
                help: "How long the steps of the last run took that it came to; scan and observe go on side by side.",
                samples: times),
            Family(
                name: "xenward_actions_total", kind: .counter,
                help: "Actions on guests since the process began, by what was done and what became of it.",
                samples: actionSamples),
        ]
    }

    /// Each kind from the start, so that the first action of one is a rise from 0.
    private var actionSamples: [MetricsPage.Sample] {
        PlannedAction.Kind.allCases.flatMap { kind in
            let standard = kind == .blocked ? [] : ["done", "failed"]
            let others = actions.keys.filter { $0.kind == kind && !standard.contains($0.result) }.map(\.result)
            return (standard + others.sorted()).map { result in
                Sample(
                    actions[RunFigures.Action(kind: kind, result: result)] ?? 0, Label("action", kind.rawValue),
                    Label("result", result))
            }
        }
    }

    private static func ofGuests(_ figures: GuestFigures) -> [MetricsPage.Family] {
        func single(_ name: String, _ help: String, _ value: Int) -> MetricsPage.Family {
            Family(name: name, kind: .gauge, help: help, samples: [Sample(value)])
        }
        func each(
            _ name: String, _ kind: MetricsPage.Kind, _ help: String, _ value: (GuestFigures.Guest) -> Sample
        ) -> MetricsPage.Family {
            Family(name: name, kind: kind, help: help, samples: figures.guests.map(value))
        }
        return [
            Family(
                name: "xenward_guests", kind: .gauge,
                help: "Guests that are defined or remembered, by what their domain does.",
                samples: GuestFigures.State.allCases.map {
                    Sample(figures.byState[$0] ?? 0, Label("state", $0.rawValue))
                }),
            single(
                "xenward_guests_drifted", "Guests whose running domain somebody else has changed.", figures.drifted),
            Family(
                name: "xenward_guests_pending", kind: .gauge,
                help: "Guests with a change that waits for their next boot, or for a restart that nobody has allowed.",
                samples: [
                    Sample(figures.waitingForBoot, Label("until", "next-boot")),
                    Sample(figures.waitingForRestart, Label("until", "restart")),
                ]),
            single("xenward_guests_blocked", "Guests that something stands in the way of.", figures.blocked),
            single(
                "xenward_definitions_unusable", "Files that look like a guest and cannot be used.", figures.unusable),
            each(
                "xenward_guest_restarts_total", .counter,
                "Domains that xenward made for the guest after its first, whatever for."
            ) { Sample($0.restarts, Label("guest", $0.name)) },
            each(
                "xenward_guest_recent_crashes", .gauge,
                "How often the guest crashed lately, within its policy's time, and was started again."
            ) { Sample($0.crashes, Label("guest", $0.name)) },
            each(
                "xenward_guest_recent_reboots", .gauge, "How often the guest rebooted lately, within its policy's time."
            ) { Sample($0.reboots, Label("guest", $0.name)) },
            each(
                "xenward_guest_backoff_seconds", .gauge,
                "How long the guest that crashed or rebooted is kept waiting before it is started again."
            ) { Sample($0.backOff, Label("guest", $0.name)) },
        ]
    }
}
