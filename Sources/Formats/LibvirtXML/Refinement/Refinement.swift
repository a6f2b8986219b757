import GuestModel

/// What makes the guest that a domain's XML says the guest that is meant: a part of libxl's JSON, laid over it.
///
/// A member that is an empty record takes away what the XML says, and leaves it to libxl; in the file it is `null`. A
/// list of devices says of each which of the XML's it refines: a disk by its vdev, an interface by its MAC address, a
/// device of the host by its own address, and so on; where nothing of the kind is there, by `xml`, which is what the XML
/// says of it, and by its place among those. Of a device that the XML has no words for, `xml` is false, and the rest is
/// the device.
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

    private static func difference(
        _ plain: FieldValue, _ wanted: FieldValue, listsAreDevices: Bool = false
    ) -> FieldValue? {
        guard case .record(let old) = plain, case .record(let new) = wanted else { return wanted }
        var members: [FieldValue.Member] = []
        for member in new {
            if listsAreDevices, let kind = DeviceKind(rawValue: member.name), case .list(let wanted) = member.value {
                if let list = difference(plain[member.name]?.elements ?? [], wanted, of: kind) {
                    members.append(.init(member.name, list))
                }
                continue
            }
            guard let before = plain[member.name] else {
                if listsAreDevices, case .list(let devices) = member.value {
                    members.append(.init(member.name, .list(devices.map(withoutEmptyMembers))))
                } else if !isUnset(member), canBeSaid(member.value) {
                    members.append(member)
                }
                continue
            }
            guard before != member.value else { continue }
            if case .record = member.value, case .record = before {
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

    /// Those devices that differ, each with what tells it from the others.
    private static func difference(
        _ plain: [FieldValue], _ wanted: [FieldValue], of kind: DeviceKind
    ) -> FieldValue? {
        guard plain != wanted else { return nil }
        let partners = partners(of: wanted, in: plain, kind)
        let keys = plain.map(kind.key)
        let changes = zip(wanted, partners).map { device, partner -> [FieldValue.Member] in
            guard let partner, case .record(let members)? = difference(plain[partner], device) else { return [] }
            return members
        }
        var needed = Set(wanted.indices.filter { partners[$0] == nil || !changes[$0].isEmpty })
        // A device of which the XML says nothing stands before the next one of which it says something.
        for index in needed where partners[index] == nil {
            if let next = wanted.indices.dropFirst(index + 1).first(where: { partners[$0] != nil }) {
                needed.insert(next)
            }
        }
        // Those that nothing tells apart are known by how many they are, and by what the XML says of each.
        let alike = Dictionary(grouping: wanted.indices.filter { partners[$0] != nil }) { keys[partners[$0] ?? 0] }
        let byPlace = Set(alike.filter { $0.key == nil || $0.value.count > 1 }.flatMap(\.value))
        for group in alike.values where group.contains(where: { needed.contains($0) && byPlace.contains($0) }) {
            needed.formUnion(group)
        }
        let elements = needed.sorted().map { index -> FieldValue in
            guard let partner = partners[index] else { return Self.whole(wanted[index]) }
            let change = changes[index]
            guard !byPlace.contains(index) else {
                return .record([.init(DeviceReference.member, plain[partner])] + change)
            }
            let name = kind.name(of: plain[partner])
            return change.contains { kind.keyMembers.contains($0.name) }
                ? .record([.init(DeviceReference.member, .record(name))] + change) : .record(name + change)
        }
        return elements.isEmpty ? nil : .list(elements)
    }

    /// For each of the devices that are meant, the one that the XML has for it: they come in the same order.
    private static func partners(of wanted: [FieldValue], in plain: [FieldValue], _ kind: DeviceKind) -> [Int?] {
        let byNumber = wanted.indices.map { $0 < plain.count ? $0 : nil }
        guard plain.count < wanted.count else { return byNumber }
        var next = 0
        let byKey = wanted.map { device -> Int? in
            guard next < plain.count, kind.key(of: device) == kind.key(of: plain[next]) else { return nil }
            next += 1
            return next - 1
        }
        return next == plain.count ? byKey : byNumber
    }

    /// A device of which the XML says nothing.
    private static func whole(_ device: FieldValue) -> FieldValue {
        guard case .record(let members) = withoutEmptyMembers(device) else { return device }
        return .record([.init(DeviceReference.member, .boolean(false))] + members)
    }

    /// Whether a member takes away what the XML says, rather than saying something by being there.
    static func isUnset(_ member: FieldValue.Member) -> Bool {
        member.value == .record([]) && member.name != DeviceReference.member
            && !["connection.", "type."].contains { member.name.hasPrefix($0) }
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
