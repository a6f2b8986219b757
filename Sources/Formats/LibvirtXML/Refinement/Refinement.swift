import GuestModel

/// What makes the guest that a domain's XML says the guest that is meant: a part of libxl's JSON, laid over it.
///
/// A member that is an empty record takes away what the XML says, and leaves it to libxl; in the file it is `null`. A
/// list of devices refines those that the XML has: a disk by its vdev, an interface by its MAC address, any other by its
/// place in the list; and adds those that it has not.
struct Refinement: Sendable, Hashable {
    /// A record as deep as it has to be.
    var tree: FieldValue

    init(tree: FieldValue) { self.tree = tree }

    /// What is to be said besides for `plain` to become `wanted`; nil when nothing is.
    init?(from plain: GuestConfiguration, to wanted: GuestConfiguration) {
        guard plain != wanted,
            let tree = Self.difference(plain.fieldValue, wanted.fieldValue, listsAreDevices: true)
        else { return nil }
        self.tree = tree
    }

    /// The member by which libxl's JSON knows a device of a kind, where it has one.
    static func key(ofList name: String) -> String? { ["disks": "vdev", "nics": "mac"][name] }

    private static func difference(
        _ plain: FieldValue, _ wanted: FieldValue, listsAreDevices: Bool = false
    ) -> FieldValue? {
        guard case .record(let old) = plain, case .record(let new) = wanted else { return wanted }
        var members: [FieldValue.Member] = []
        for member in new {
            guard let before = plain[member.name] else {
                if listsAreDevices, case .list(let devices) = member.value {
                    members.append(.init(member.name, .list(devices.map(withoutEmptyMembers))))
                } else if !isUnset(member), canBeSaid(member.value) {
                    members.append(member)
                }
                continue
            }
            guard before != member.value else { continue }
            if listsAreDevices, case .list(let devices) = before, case .list(let wanted) = member.value {
                if let list = difference(devices, wanted, key: key(ofList: member.name)) {
                    members.append(.init(member.name, list))
                }
            } else if case .record = member.value, case .record = before {
                if let inside = difference(before, member.value) { members.append(.init(member.name, inside)) }
            } else if canBeSaid(member.value) {
                members.append(member)
            }
        }
        for member in old where wanted[member.name] == nil && !isUnset(member) {
            members.append(.init(member.name, .record([])))
        }
        return members.isEmpty ? nil : .record(members)
    }

    /// Those devices that differ, by their keys when each has one; else all of them, in their places.
    private static func difference(_ plain: [FieldValue], _ wanted: [FieldValue], key: String?) -> FieldValue? {
        let keys = key.map { key in wanted.map { $0[key] } } ?? []
        let areKnown =
            !keys.isEmpty && !keys.contains(nil) && Set(keys).count == keys.count
            && zip(plain, keys).allSatisfy { device, value in key.map { device[$0] == value } ?? false }
        var elements: [FieldValue] = []
        for (index, device) in wanted.enumerated() {
            guard index < plain.count else {
                elements.append(withoutEmptyMembers(device))
                continue
            }
            let inside = difference(plain[index], device)
            if areKnown, let key, let value = keys[index] {
                guard case .record(let members)? = inside else { continue }
                elements.append(.record([.init(key, value)] + members))
            } else {
                elements.append(inside ?? .record([]))
            }
        }
        while wanted.count <= plain.count, elements.last == .record([]) { elements.removeLast() }
        return elements.isEmpty ? nil : .list(elements)
    }

    /// Whether a member takes away what the XML says, rather than saying something by being there.
    static func isUnset(_ member: FieldValue.Member) -> Bool {
        member.value == .record([]) && !["connection.", "type."].contains { member.name.hasPrefix($0) }
    }

    /// False for a text with a NUL, which JSON's readers refuse.
    private static func canBeSaid(_ value: FieldValue) -> Bool {
        switch value {
        case .string(let text): !text.utf8.contains(0)
        case .list(let elements): elements.allSatisfy(canBeSaid)
        case .record(let members): members.allSatisfy { canBeSaid($0.value) }
        case .boolean, .integer: true
        }
    }

    /// A new device, without the records in which nothing is said.
    private static func withoutEmptyMembers(_ device: FieldValue) -> FieldValue {
        guard case .record(let members) = device else { return device }
        return .record(members.filter { !isUnset($0) && canBeSaid($0.value) })
    }
}
