/// A key and its value, in a list that keeps its order (`libxl_key_value_list`).
public struct KeyValue: Sendable, Hashable {
    /// A path below the folder in xenstore that the list is for.
    public var key: String
    /// What is written there; any text.
    public var value: String

    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}

extension FieldMap.Entry {
    /// A list of keys and values, written as one record.
    static func pairs(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, [KeyValue]> & Sendable
    ) -> Self {
        Self(
            encode: { root, members in
                let pairs = root[keyPath: path]
                guard !pairs.isEmpty else { return }
                members.append(.init(libxl, .record(pairs.map { .init($0.key, .string($0.value)) })))
            },
            decode: { (member, root, place) throws(FieldValueError) in
                guard member.name == libxl else { return false }
                guard case .record(let members) = member.value else {
                    throw FieldValueError(path: place, reason: "expected an object, found \(member.value.kind)")
                }
                var pairs: [KeyValue] = []
                for pair in members {
                    pairs.append(
                        KeyValue(pair.name, try String(fieldValue: pair.value, at: place.appending(pair.name))))
                }
                root[keyPath: path] = pairs
                return true
            },
            fields: { [Field(name: join($0, name), libxlPath: $1 + [libxl])] }, isSame: same(path))
    }
}
