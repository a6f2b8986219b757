import Foundation
import Lives

/// Random lives of a host, until so many steps are done or so much time has passed; each promise is checked after every step.
///
/// `xenward-soak steps N [SEED]` lives from seed 0 on, the same each time; `xenward-soak seconds N [SEED]` lives that nobody
/// has seen, unless a seed is given. `xenward-soak life SEED` tells one.
@main
struct Soak {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        if words.first == "life", let seed = words.dropFirst().first.flatMap({ UInt64($0) }) {
            let outcome = try await Life.live(seed) { print($0) }
            for promise in outcome.broken { print(promise) }
            return
        }
        guard let unit = words.first, ["steps", "seconds"].contains(unit),
            let amount = words.dropFirst().first.flatMap({ Int($0) }), amount > 0, words.count <= 3
        else {
            FileHandle.standardError.write(
                Data("usage: xenward-soak steps|seconds N [SEED], or xenward-soak life SEED\n".utf8))
            exit(2)
        }
        let given = words.dropFirst(2).first.flatMap { UInt64($0) }
        let first = given ?? (unit == "steps" ? 0 : UInt64.random(in: 1000...1 << 40))
        let began = ContinuousClock.now
        var total = Life.Outcome()
        var seed = first
        while unit == "steps" ? total.steps < amount : ContinuousClock.now - began < .seconds(amount) {
            let outcome = try await Life.live(seed)
            total += outcome
            for promise in outcome.broken { print(promise) }
            seed += 1
        }
        print(
            "\(seed - first) lives from seed \(first) on, \(total.steps) steps, \(total.effects) effects on the host, "
                + "\(total.kills) runs killed: \(total.broken.count) promises broken")
        if !total.broken.isEmpty { exit(1) }
    }
}
