import Glibc
import GuestModel
import Host
import LibxlJSON
import Logging
import XenHost

/// Makes and destroys a tiny guest many times in one process on a real Xen, and fails when that costs the process
/// anything lasting: a file descriptor, or memory.
///
///     xenward-endurance [ROUNDS]      500
@main
struct Endurance {
    /// Rounds that fill pools and caches, and how many lie between two looks.
    static let stride = 50
    /// KiB by which resident memory may differ afterwards: what malloc moves to and fro.
    static let tolerance = 512

    static func main() async throws {
        let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 500
        guard rounds > stride else { throw Failure(description: "more than \(stride) rounds are needed") }
        let host = try XenHost(logger: Logger(label: "endurance"))
        let clock = ContinuousClock()
        let start = clock.now
        var warm: Footprint?
        var failures: [String] = []
        for round in 1...rounds {
            try await live(on: host, round)
            guard round.isMultiple(of: stride) || round == rounds else { continue }
            let now = try Footprint.now()
            print("round \(round): \(now), \((clock.now - start).components.seconds) s")
            // A pipe keeps lines back.
            fflush(nil)
            guard let warm else {
                warm = now
                continue
            }
            if now.descriptors > warm.descriptors {
                failures.append("round \(round): \(now.descriptors - warm.descriptors) file descriptors more")
            }
            if now.memory > warm.memory + tolerance {
                failures.append("round \(round): \(now.memory - warm.memory) KiB more, allowed are \(tolerance)")
            }
        }
        guard failures.isEmpty else { throw Failure(description: failures.joined(separator: "; ")) }
        print("flat from round \(stride) to round \(rounds)")
    }

    /// One guest from its creation to its end, looked at as often as apply would.
    private static func live(on host: XenHost, _ round: Int) async throws {
        var generator = SystemRandomNumberGenerator()
        let uuid = GuestUUID.random(using: &generator)
        var guest = GuestConfiguration(name: "endurance", type: .pv(PV()))
        guest.uuid = uuid
        guest.boot.kernel = "/guest/tiny"
        guest.memory.maximum = 4096
        guest.memory.target = 4096
        let configuration = CanonicalConfiguration(guest)
        let nonce = "round \(round)"
        for case .unmet(let reason) in try await host.answer([.memory(for: configuration, ending: [])]) {
            throw Failure(description: reason)
        }
        let domid = try await host.create(configuration, nonce: nonce, userdata: nonce)
        let domain = DomainReference(domid: domid, uuid: uuid, nonce: nonce)
        try await host.unpause(domain)
        guard case .known(let seen)? = try await host.domain(domid)?.configuration,
            try seen.configuration.decoded().name == guest.name, try await host.userdata(of: domain) == nonce
        else { throw Failure(description: "round \(round): the guest is not what was made") }
        try await host.destroy(domain)
        guard try await host.observe().domains.isEmpty else {
            throw Failure(description: "round \(round): a domain stayed")
        }
    }
}

/// What the process holds.
struct Footprint: CustomStringConvertible {
    var descriptors: Int
    /// KiB
    var memory: Int

    static func now() throws -> Footprint {
        var descriptors = 0
        guard let folder = opendir("/proc/self/fd") else { throw Failure(description: "/proc/self/fd cannot be read") }
        while readdir(folder) != nil { descriptors += 1 }
        closedir(folder)
        guard let file = fopen("/proc/self/status", "re") else {
            throw Failure(description: "/proc/self/status cannot be read")
        }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                .split { $0.isWhitespace }
            if words.first == "VmRSS:", words.count > 1, let memory = Int(words[1]) {
                // Less what was opened to count: `.`, `..` and the folder itself.
                return Footprint(descriptors: descriptors - 3, memory: memory)
            }
        }
        throw Failure(description: "/proc/self/status names no VmRSS")
    }

    var description: String { "\(descriptors) file descriptors, \(memory) KiB" }
}

struct Failure: Error, CustomStringConvertible {
    var description: String
}
