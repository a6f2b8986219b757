extension GuestConfiguration {
    /// This guest after some of the changes towards another one.
    ///
    /// - Parameter changes: from ``changes(to:)``; a change of the guest's type cannot be among them.
    /// - Throws: ``FieldValueError`` when a change is not one of this guest's.
    public func applying(_ changes: some Sequence<FieldChange>) throws(FieldValueError) -> GuestConfiguration {
        var tree = fieldValue
        var devices: [String: [String]] = [:]
        for entry in Self.fields.entries {
            if let (list, identities) = entry.identities?(self) { devices[list] = identities }
        }
        for change in changes {
            let path = change.field.libxlPath
            guard let device = change.device, let list = path.first else {
                tree.set(change.new, at: path[...])
                continue
            }
            var identities = devices[list] ?? []
            var elements = tree[list]?.elements ?? []
            if let index = identities.firstIndex(of: device) {
                if !change.isWholeDevice {
                    elements[index].set(change.new, at: path.dropFirst())
                } else if let new = change.new {
                    elements[index] = new
                } else {
                    elements.remove(at: index)
                    identities.remove(at: index)
                }
            } else if change.isWholeDevice, let new = change.new {
                elements.append(new)
                identities.append(device)
            } else {
                throw FieldValueError(path: FieldPath().appending(list), reason: "there is no \(device)")
            }
            devices[list] = identities
            tree.set(elements.isEmpty ? nil : .list(elements), at: [list])
        }
        return try GuestConfiguration(fieldValue: tree)
    }
}

extension FieldValue {
    /// Sets or, with nil, takes out the member at a path of names; records on the way are made as needed.
    fileprivate mutating func set(_ value: FieldValue?, at path: ArraySlice<String>) {
        guard let name = path.first, case .record(var members) = self else { return }
        let index = members.firstIndex { $0.name == name }
        if path.count > 1 {
            var inner = index.map { members[$0].value } ?? .record([])
            inner.set(value, at: path.dropFirst())
            if let index { members[index].value = inner } else { members.append(Member(name, inner)) }
        } else if let value {
            if let index { members[index].value = value } else { members.append(Member(name, value)) }
        } else if let index {
            members.remove(at: index)
        }
        self = .record(members)
    }
}
