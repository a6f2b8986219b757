import Glibc

/// What the service manager says of units, or, where there is none, what the files of their programs say.
struct HostUnits: Sendable {
    private let states: [String: State]

    init(_ states: [String: State] = [:]) { self.states = states }

    struct State: Sendable, Equatable {
        var isActive = false
        /// It starts when the host boots.
        var isEnabled = false
        /// The names of the variables that its programs are given.
        var environment: Set<String> = []

        /// It acts, or will when the host has booted.
        var isOn: Bool { isActive || isEnabled }
    }

    /// Of a unit that nobody knows, neither.
    subscript(unit: String) -> State { states[unit] ?? State() }

    /// Those that a look at a host is about.
    static let names = [
        "xendomains.service", "libvirtd.service", "libvirtd.socket", "virtxend.service", "virtxend.socket",
        "libvirt-guests.service", "xenward.service", "xenward-apply.timer", "xenward-apply.service",
        "xenward-guests.service",
    ]

    /// Of this machine, or of a pretended one, which has no service manager.
    static func look(at files: HostFiles) -> Self {
        var states = files.root.isEmpty && files.exists("/run/systemd/system") ? askSystemd() : [:]
        // Scripts of System V: systemd makes units of them, and calls none of those enabled.
        let isLinked = (2...5).contains { level in
            files.names(in: "/etc/rc\(level).d").contains { $0.hasPrefix("S") && $0.hasSuffix("xendomains") }
        }
        if isLinked { states["xendomains.service", default: State()].isEnabled = true }
        if files.exists("/var/lock/subsys/xendomains") {
            states["xendomains.service", default: State()].isActive = true
        }
        for (unit, path) in [("libvirtd.service", "/run/libvirtd.pid"), ("virtxend.service", "/run/virtxend.pid")] {
            guard let pid = files.text(of: path).flatMap({ Int($0.prefix { $0.isNumber }) }),
                files.exists("/proc/\(pid)")
            else { continue }
            states[unit, default: State()].isActive = true
        }
        return HostUnits(states)
    }

    private static func askSystemd() -> [String: State] {
        let properties = ["Id", "ActiveState", "UnitFileState", "Environment"].map { "-p \($0)" }.joined(separator: " ")
        let command = "systemctl show \(properties) \(names.joined(separator: " ")) 2>/dev/null"
        guard let stream = popen(command, "re") else { return [:] }
        defer { pclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 { bytes += chunk[..<count] }
        return read(String(decoding: bytes, as: UTF8.self))
    }

    /// Reads what `systemctl show` says: assignments, a blank line between two units.
    static func read(_ text: String) -> [String: State] {
        var states: [String: State] = [:]
        for block in text.split(separator: "\n\n") {
            var id: String?
            var state = State()
            for line in block.split(separator: "\n") {
                switch line.split(separator: "=", maxSplits: 1).map(String.init) {
                case let pair where pair.count == 2 && pair[0] == "Id": id = pair[1]
                case ["ActiveState", "active"], ["ActiveState", "activating"], ["ActiveState", "reloading"]:
                    state.isActive = true
                case ["UnitFileState", "enabled"], ["UnitFileState", "enabled-runtime"]: state.isEnabled = true
                case let pair where pair.count == 2 && pair[0] == "Environment": state.environment = variables(pair[1])
                default: break
                }
            }
            if let id { states[id] = state }
        }
        return states
    }

    /// The names in `A=1 "B=two words"`.
    private static func variables(_ assignments: String) -> Set<String> {
        var isQuoted = false
        let words = assignments.split {
            if $0 == "\"" { isQuoted.toggle() }
            return $0 == "\"" || $0 == " " && !isQuoted
        }
        return Set(words.compactMap { $0.split(separator: "=", maxSplits: 1).first.map(String.init) })
    }
}
