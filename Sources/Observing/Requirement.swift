/// Something that a guest needs from its host before it can be started.
public enum Requirement: Sendable, Hashable, CustomStringConvertible {
    /// A file or block device that can be read.
    case readable(path: String, purpose: String)
    /// A file or block device that can be written.
    case writable(path: String, purpose: String)
    case bridge(String)
    /// Physical cpus with numbers below this.
    case cpus(below: UInt32)
    case cpupool(String)

    public var description: String {
        switch self {
        case .readable(let path, let purpose), .writable(let path, let purpose): "\(purpose) \(path)"
        case .bridge(let name): "bridge \(name)"
        case .cpus(let count): "cpu \(count - 1)"
        case .cpupool(let name): "cpupool \(name)"
        }
    }
}

/// What a host says to a requirement.
public enum RequirementAnswer: Sendable, Hashable {
    case met
    /// With the reason, as a sentence without a full stop: `/boot/vmlinuz: No such file or directory`.
    case unmet(String)
}
