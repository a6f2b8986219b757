import Foundation

/// One run of a command.
struct Measurement {
    var seconds: Double
    var status: Int32

    /// Runs a command, its output thrown away.
    static func run(_ program: String, _ arguments: [String]) throws -> Measurement {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid = pid_t()
        var begun = timespec()
        clock_gettime(CLOCK_MONOTONIC, &begun)
        let failure = posix_spawnp(&pid, program, &actions, nil, words, environ)
        guard failure == 0 else { throw BenchError(description: "\(program): \(String(cString: strerror(failure)))") }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        var ended = timespec()
        clock_gettime(CLOCK_MONOTONIC, &ended)
        return Measurement(
            seconds: Double(ended.tv_sec - begun.tv_sec) + Double(ended.tv_nsec - begun.tv_nsec) / 1e9,
            status: status >> 8 & 0xff)
    }

    /// The most memory that a command has at any time, in MiB.
    ///
    /// GNU time asks for it, since a child of this process would be charged with this process' own.
    static func peakMemory(_ program: String, _ arguments: [String]) throws -> Double {
        let file = "memory.txt"
        _ = try run("/usr/bin/time", ["-f", "%M", "-o", file, program] + arguments)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard let kibibytes = text.split(separator: "\n").last.flatMap({ Double($0) }) else {
            throw BenchError(description: "time said \(text)")
        }
        return kibibytes / 1024
    }
}

extension [Measurement] {
    /// The median time, in milliseconds.
    var milliseconds: Double { map(\.seconds).sorted()[count / 2] * 1000 }
}

struct BenchError: Error, CustomStringConvertible {
    var description: String
}
