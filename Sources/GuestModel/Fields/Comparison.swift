/// Where a comparison has got to: which names lead there, and inside which device.
struct ComparedPlace: Sendable {
    var name = ""
    var libxlPath: [String] = []
    var device: String?

    func below(_ name: String, _ libxl: String) -> ComparedPlace {
        ComparedPlace(
            name: name.isEmpty ? self.name : join(self.name, name), libxlPath: libxlPath + [libxl], device: device)
    }
}

extension GuestConfiguration {
    /// Every difference between this guest and another, in libxl's order; devices by identity, so that reordering them
    /// is no difference.
    public func changes(to other: GuestConfiguration) -> [FieldChange] {
        guard self != other else { return [] }
        var changes: [FieldChange] = []
        Self.fields.compare(self, other, at: ComparedPlace(), into: &changes)
        return changes
    }
}

extension FieldMap {
    func compare(_ old: Root, _ new: Root, at place: ComparedPlace, into changes: inout [FieldChange]) {
        withUnsafePointer(to: old) { old in
            withUnsafePointer(to: new) { new in compare(old, new, at: place, into: &changes) }
        }
    }

    /// The same, of roots that stay where they are.
    func compare(
        _ old: UnsafePointer<Root>, _ new: UnsafePointer<Root>, at place: ComparedPlace,
        into changes: inout [FieldChange]
    ) {
        for entry in entries {
            if let isSame = entry.isSame, isSame(old, new) { continue }
            if let compare = entry.compare {
                compare(old, new, place, &changes)
            } else {
                entry.compareMembers(old.pointee, new.pointee, at: place, into: &changes)
            }
        }
    }
}

extension FieldMap.Entry {
    /// A change for each member that has two values.
    fileprivate func compareMembers(
        _ old: Root, _ new: Root, at place: ComparedPlace, into changes: inout [FieldChange]
    ) {
        var before: [FieldValue.Member] = []
        var after: [FieldValue.Member] = []
        encode(old, &before)
        encode(new, &after)
        guard before != after else { return }
        let fields = fields(place.name, place.libxlPath)
        func field(_ member: String) -> Field? {
            fields.first { $0.libxlPath == place.libxlPath + [member] } ?? fields.first
        }
        for member in before {
            let value = after.first { $0.name == member.name }?.value
            if value != member.value, let field = field(member.name) {
                changes.append(FieldChange(field: field, device: place.device, old: member.value, new: value))
            }
        }
        for member in after where !before.contains(where: { $0.name == member.name }) {
            if let field = field(member.name) {
                changes.append(FieldChange(field: field, device: place.device, old: nil, new: member.value))
            }
        }
    }
}

/// Devices that went, devices that stayed and differ, devices that came.
func compareDevices<D: Device>(
    _ old: [D], _ new: [D], at place: ComparedPlace, into changes: inout [FieldChange]
) {
    guard old != new else { return }
    let before = identified(old)
    let after = identified(new)
    let field = Field(name: place.name, libxlPath: place.libxlPath)
    for (identity, device) in before {
        var inside = place
        inside.device = identity
        if let match = after.first(where: { $0.identity == identity })?.device {
            D.fields.compare(device, match, at: inside, into: &changes)
        } else {
            changes.append(FieldChange(field: field, device: identity, old: D.fields.encode(device), new: nil))
        }
    }
    for (identity, device) in after where !before.contains(where: { $0.identity == identity }) {
        changes.append(FieldChange(field: field, device: identity, old: nil, new: D.fields.encode(device)))
    }
}

/// Devices with their identities; two of the same identity are told apart by their order.
func identified<D: Device>(_ devices: [D]) -> [(identity: String, device: D)] {
    var taken: Set<String> = []
    return devices.enumerated().map { index, device in
        var identity = device.identity(at: index)
        var copy = 2
        while !taken.insert(identity).inserted {
            identity = "\(device.identity(at: index))/\(copy)"
            copy += 1
        }
        return (identity, device)
    }
}
