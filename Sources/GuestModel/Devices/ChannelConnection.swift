/// What is at the backend's end of a channel.
///
/// xl.cfg(5): `connection` in `channel` · libxl: the keyed union `connection`.
public enum ChannelConnection: Sendable, Hashable {
    /// A pseudo terminal.
    case pty
    /// A Unix socket at that path.
    case socket(path: String?)
}

extension FieldMap.Entry where Root == Channel {
    static func connection(_ name: String, _ path: WritableKeyPath<Channel, ChannelConnection?> & Sendable) -> Self {
        Self(
            encode: { root, members in
                switch root[keyPath: path] {
                case nil: members.append(.init("connection.unknown", .record([])))
                case .pty: members.append(.init("connection.pty", .record([])))
                case .socket(let file):
                    members.append(
                        .init("connection.socket", .record(file.map { [.init("path", .string($0))] } ?? [])))
                }
            },
            decode: { (member, root, place) throws(FieldValueError) in
                guard member.name.hasPrefix("connection.") else { return false }
                guard case .record(let members) = member.value else {
                    throw FieldValueError(path: place, reason: "expected an object, found \(member.value.kind)")
                }
                var file: String?
                for inner in members {
                    let innerPlace = place.appending(inner.name)
                    guard member.name == "connection.socket", inner.name == "path" else {
                        throw FieldValueError(path: innerPlace, reason: "libxl 4.17 has no such member")
                    }
                    file = try String(fieldValue: inner.value, at: innerPlace)
                }
                switch member.name {
                case "connection.unknown": root[keyPath: path] = nil
                case "connection.pty": root[keyPath: path] = .pty
                case "connection.socket": root[keyPath: path] = .socket(path: file)
                default: throw FieldValueError(path: place, reason: "a channel connects to a pty or a socket")
                }
                return true
            },
            fields: {
                [
                    Field(name: join($0, name), libxlPath: $1 + ["connection"]),
                    Field(name: join($0, "\(name).path"), libxlPath: $1 + ["connection.socket", "path"]),
                ]
            }, isSame: same(path))
    }
}
