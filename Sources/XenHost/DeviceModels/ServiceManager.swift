import CLinux
import Glibc
import Host

/// systemd, where this machine runs it.
struct ServiceManager: Sendable {
    /// The program that speaks with it.
    var busctl = "busctl"

    /// nil where something else is the service manager (sd_booted(3)).
    static var running: Self? { access("/run/systemd/system", F_OK) == 0 ? Self() : nil }

    /// Moves a device model into a scope of its own.
    func start(_ scope: DeviceModelScope) throws(HostError) {
        var ends: [Int32] = [-1, -1]
        guard xenward_pipe(&ends, 0) == 0 else { throw failure(scope, String(cString: strerror(errno))) }
        defer { close(ends[0]) }
        let child = Result { () throws(HostError) in try spawn(scope, output: ends[1]) }
        close(ends[1])
        let pid = try child.get()
        let words = Self.text(from: ends[0])
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw failure(scope, words.isEmpty ? Self.end(status) : words) }
    }

    private func failure(_ scope: DeviceModelScope, _ reason: String) -> HostError {
        HostError("StartTransientUnit", .fail, domain: scope.guest, detail: "\(busctl): \(reason)")
    }

    private static func end(_ status: Int32) -> String {
        status & 0x7f == 0 ? "it ended with the status \(status >> 8)" : "it was ended by the signal \(status & 0x7f)"
    }

    /// In a process group of its own: what is typed at a terminal is not meant for it.
    private func spawn(_ scope: DeviceModelScope, output: Int32) throws(HostError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads that work for libxl block signals.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var words = ([busctl] + scope.busctlArguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var pid = pid_t()
        let code = posix_spawnp(&pid, busctl, &actions, &attributes, &words, &environment)
        guard code == 0 else { throw failure(scope, String(cString: strerror(code))) }
        return pid
    }

    /// All that comes, as one line.
    private static func text(from descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 512)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
    }
}
