import Foundation

/// A child process with what it is given and nothing else; Foundation's own does not start any under valgrind.
struct Child {
    let pid: pid_t

    /// - Parameters:
    ///   - environment: in the place of this process's.
    ///   - input: its standard input; none unless given.
    ///   - output: its standard output; none unless given.
    init(
        _ program: String, _ arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment,
        input: Int32? = nil, output: Int32? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, standard) in [(input, STDIN_FILENO), (output, STDOUT_FILENO)] {
            if let descriptor {
                posix_spawn_file_actions_adddup2(&actions, descriptor, standard)
            } else {
                posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0)
            }
        }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var pid = pid_t()
        let reason = posix_spawnp(&pid, program, &actions, nil, &words, &settings)
        guard reason == 0 else { throw NotStarted(program: program, reason: String(cString: strerror(reason))) }
        self.pid = pid
    }

    /// Its exit code, once it has ended; -1 when a signal ended it.
    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : -1
    }

    struct NotStarted: Error {
        let program: String
        let reason: String
    }
}

/// A pipe whose ends no child inherits unless it is given one.
struct ChildPipe {
    let readEnd: FileHandle
    let writeEnd: FileHandle

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no descriptors are left")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        readEnd = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        writeEnd = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    }
}
