/// How long the steps of a run took.
struct StepTimes: Sendable, Equatable {
    private(set) var durations: [Step: Duration] = [:]

    init(_ durations: [Step: Duration] = [:]) { self.durations = durations }

    /// In the order in which they are begun; the first two go on side by side.
    enum Step: String, Sendable, CaseIterable {
        case scan
        case observe
        case plan
        case apply
    }

    /// Does a step, and takes its time.
    mutating func measure<Result>(_ step: Step, _ body: () async throws -> Result) async rethrows -> Result {
        let (result, duration) = try await Self.measured(body)
        durations[step] = duration
        return result
    }

    /// Does something, and says how long it took.
    static func measured<Result>(_ body: () async throws -> Result) async rethrows -> (Result, Duration) {
        let start = ContinuousClock.now
        let result = try await body()
        return (result, start.duration(to: .now))
    }
}

extension Duration {
    /// With fractions.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
