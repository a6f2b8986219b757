import Glibc

/// One run of a command.
struct Measurement {
    var seconds: Double
    /// Most memory at any time, in MiB.
    var peakMemory: Double
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
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0 && errno == EINTR {}
        var ended = timespec()
        clock_gettime(CLOCK_MONOTONIC, &ended)
        return Measurement(
            seconds: Double(ended.tv_sec - begun.tv_sec) + Double(ended.tv_nsec - begun.tv_nsec) / 1e9,
            peakMemory: Double(usage.ru_maxrss) / 1024, status: status >> 8 & 0xff)
    }
}

extension [Measurement] {
    /// The median time, in milliseconds.
    var milliseconds: Double { map(\.seconds).sorted()[count / 2] * 1000 }
    /// The most memory of any run, in MiB.
    var memory: Double { map(\.peakMemory).max() ?? 0 }
}

struct BenchError: Error, CustomStringConvertible {
    var description: String
}
