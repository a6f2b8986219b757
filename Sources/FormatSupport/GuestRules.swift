import GuestModel

/// What every guest must satisfy, whatever format it is written in.
public enum GuestRules {
    /// A rule that a guest breaks.
    public struct Violation: Sendable, Hashable {
        /// By this a reader finds the place in its file that the message is about.
        public var subject: Subject
        /// The rule, as a sentence without a full stop.
        public var message: String
    }

    /// What a rule is about; a reader knows what says it in its format.
    public enum Subject: Sendable, Hashable {
        case name, uuid, memory, maximumMemory, vcpus, onlineVCPUs, disks, nics
    }

    /// Every rule that the guest breaks.
    public static func check(_ guest: GuestConfiguration) -> [Violation] {
        var found: [Violation] = []
        if let problem = problem(withName: guest.name) { found.append(Violation(subject: .name, message: problem)) }
        if guest.uuid.map({ $0.isNil }) ?? false {
            found.append(Violation(subject: .uuid, message: "the uuid is all zeros, which is dom0's"))
        }
        if guest.memory.maximum == nil && guest.memory.target == nil {
            found.append(Violation(subject: .memory, message: "no memory is given: a guest needs some"))
        }
        if guest.memory.maximum == 0, guest.memory.target != 0 {
            found.append(
                Violation(subject: .maximumMemory, message: "maximum memory is 0: a guest needs at least 1 MiB"))
        } else if guest.memory.target == 0 {
            found.append(Violation(subject: .memory, message: "memory is 0: a guest needs at least 1 MiB"))
        } else if let least = [guest.memory.target, guest.memory.maximum].compactMap({ $0 }).min(), least < 1024 {
            found.append(
                Violation(subject: .memory, message: "memory is \(least) KiB: a guest needs at least 1 MiB"))
        }
        if let target = guest.memory.target, let maximum = guest.memory.maximum, target > maximum {
            found.append(
                Violation(
                    subject: .memory,
                    message: "memory (\(target) KiB) is more than its maximum (\(maximum) KiB)"))
        }
        if let maximum = guest.vcpus.maximum {
            if maximum > 512 {
                found.append(
                    Violation(subject: .vcpus, message: "\(maximum) vcpus are more than the 512 Xen can have"))
            }
            if let last = guest.vcpus.online.members.last, last >= maximum {
                found.append(
                    Violation(
                        subject: .onlineVCPUs,
                        message: "vcpu \(last) is to be online, but there are only \(maximum), from 0 on"))
            }
        }
        if let vdev = firstTwice(guest.disks.compactMap(\.vdev)) {
            found.append(Violation(subject: .disks, message: "two disks are called \(vdev)"))
        }
        if let mac = firstTwice(guest.nics.compactMap(\.mac)) {
            found.append(Violation(subject: .nics, message: "two nics are called \(mac)"))
        }
        return found
    }

    private static func firstTwice<Name: Hashable>(_ names: [Name]) -> Name? {
        // Most guests have a few, which are compared faster than they are hashed.
        guard names.count > 16 else {
            return names.indices.first { names[..<$0].contains(names[$0]) }.map { names[$0] }
        }
        var seen = Set<Name>(minimumCapacity: names.count)
        return names.first { !seen.insert($0).inserted }
    }

    /// Why a guest cannot have this name; nil if it can.
    ///
    /// A name becomes a xenstore value, a file name of logs and a word on command lines.
    public static func problem(withName name: String) -> String? {
        if name.allSatisfy(\.isWhitespace) { return "the name is empty" }
        if name == "Domain-0" { return "the name Domain-0 is dom0's" }
        if name.utf8.count > 255 { return "the name has \(name.utf8.count) bytes, more than 255" }
        if name.utf8.contains(UInt8(ascii: "/")) { return "the name holds a slash; it becomes the name of log files" }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) {
            return "the name holds a control character"
        }
        if name == "." || name == ".." { return "the name is \(name), which is no name for a file" }
        return nil
    }
}
