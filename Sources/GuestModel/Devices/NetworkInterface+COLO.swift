extension FieldMap.Entry where Root == NetworkInterface {
    /// One member for each of COLO's keys.
    static func colo(_ name: String, _ path: WritableKeyPath<NetworkInterface, [COLOKey: String]> & Sendable) -> Self {
        Self(
            encode: { root, members in
                let values = root[keyPath: path]
                guard !values.isEmpty else { return }
                for key in COLOKey.allCases {
                    if let value = values[key] { members.append(.init(key.rawValue, .string(value))) }
                }
            },
            decode: { (member, root, place) throws(FieldValueError) in
                guard let key = COLOKey(rawValue: member.name) else { return false }
                root[keyPath: path][key] = try String(fieldValue: member.value, at: place)
                return true
            },
            fields: { prefix, libxl in
                COLOKey.allCases.map {
                    Field(name: join(prefix, "\(name).\($0)"), libxlPath: libxl + [$0.rawValue])
                }
            }, isSame: same(path))
    }
}
