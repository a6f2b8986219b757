/// How the fields of one type of the model are named by libxl, and read and written as values.
///
/// This is the one table that stands behind libxl's JSON, the comparison of two guests and the list of all fields.
public struct FieldMap<Root: Sendable>: Sendable {
    let entries: [Entry]
    /// Of the one member that each entry is of, in the order of the entries.
    private let names: [String?]
    /// The entries that are of one member, by its name.
    private let entriesByMember: [String: Int]

    init(_ entries: [Entry]) {
        self.entries = entries
        names = entries.map(\.member)
        entriesByMember = Dictionary(
            entries.enumerated().compactMap { index, entry in entry.member.map { ($0, index) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// One or several members of the record that a `Root` is written as.
    ///
    /// A class, since going through a table of structs of so many functions would copy each of them.
    final class Entry: Sendable {
        // Two roots are compared where they are: to pass each of hundreds of members a guest copies hundreds of guests.

        /// Whether two roots have the same.
        typealias Equality = @Sendable (_ old: UnsafePointer<Root>, _ new: UnsafePointer<Root>) -> Bool
        /// Finds what differs between two roots.
        typealias Comparison =
            @Sendable (
                _ old: UnsafePointer<Root>, _ new: UnsafePointer<Root>, _ place: ComparedPlace,
                _ into: inout [FieldChange]
            ) -> Void

        /// The one member that it is of; nil for several, or for one of several names.
        let member: String?
        /// The members that `root` has, left out where libxl leaves them out.
        let encode: @Sendable (_ root: Root, _ into: inout [FieldValue.Member]) -> Void
        /// Takes over the member if it is this entry's; false if it is not. Errors name their place from `path` on.
        let decode:
            @Sendable (_ member: FieldValue.Member, _ into: inout Root, _ path: FieldPath) throws(FieldValueError) ->
                Bool
        /// The fields behind this entry, below the given name and path.
        let fields: @Sendable (_ name: String, _ path: [String]) -> [Field]
        /// Whether two roots have the same here, found out sooner than by writing both; nil where there is no such way. Roots that
        /// are written alike may be said to differ.
        let isSame: Equality?
        /// What differs between two roots, where that is more than one member having two values.
        let compare: Comparison?
        /// The identities of the devices behind this entry, in their order; nil where it has none.
        let identities: (@Sendable (_ root: Root) -> (list: String, identities: [String]))?

        init(
            of member: String? = nil,
            encode: @escaping @Sendable (Root, inout [FieldValue.Member]) -> Void,
            decode: @escaping @Sendable (FieldValue.Member, inout Root, FieldPath) throws(FieldValueError) -> Bool,
            fields: @escaping @Sendable (String, [String]) -> [Field],
            isSame: Equality? = nil,
            compare: Comparison? = nil,
            identities: (@Sendable (Root) -> (list: String, identities: [String]))? = nil
        ) {
            self.identities = identities
            self.member = member
            self.isSame = isSame
            self.encode = encode
            self.decode = decode
            self.fields = fields
            self.compare = compare
        }
    }

    /// `root` as a record. Members at libxl's default are left out, as libxl does.
    public func encode(_ root: Root) -> FieldValue {
        var members: [FieldValue.Member] = []
        for entry in entries { entry.encode(root, &members) }
        return .record(members)
    }

    /// Sets in `root` what the record names.
    ///
    /// - Throws: ``FieldValueError`` for a member that no entry knows, one that comes twice, or one of the wrong kind.
    public func decode(_ value: FieldValue, into root: inout Root, at path: FieldPath) throws(FieldValueError) {
        guard case .record(let members) = value else {
            throw FieldValueError(path: path, reason: "expected an object, found \(value.kind)")
        }
        // Members mostly come in libxl's order, which is that of the entries: one that is behind all others is the first of its name.
        var next = 0
        for (position, member) in members.enumerated() {
            let index = entry(of: member.name, near: next)
            let isNext = index.map { $0 >= next } ?? false
            if !isNext, members[..<position].contains(where: { $0.name == member.name }) {
                throw FieldValueError(path: path.appending(member.name), reason: "comes twice")
            }
            if isNext, let index { next = index + 1 }
            let isKnown: Bool
            do throws(FieldValueError) {
                isKnown = try decode(member, of: index, into: &root)
            } catch {
                throw error.below(path.appending(member.name))
            }
            guard isKnown else {
                throw FieldValueError(path: path.appending(member.name), reason: unknown(member.name))
            }
        }
    }

    /// The place of the entry that is of one member alone.
    private func entry(of name: String, near next: Int) -> Int? {
        for index in next..<Swift.min(next + 6, names.count) where names[index] == name { return index }
        return entriesByMember[name]
    }

    /// Sets in `root` what one member names; false where no entry knows it.
    ///
    /// - Parameter index: of its entry, where it has one of its own.
    private func decode(
        _ member: FieldValue.Member, of index: Int?, into root: inout Root
    ) throws(FieldValueError) -> Bool {
        if let index { return try entries[index].decode(member, &root, FieldPath()) }
        for entry in entries where entry.member == nil {
            if try entry.decode(member, &root, FieldPath()) { return true }
        }
        return false
    }

    func allFields(name: String, path: [String]) -> [Field] { entries.flatMap { $0.fields(name, path) } }

    private func unknown(_ name: String) -> String {
        let known = allFields(name: "", path: []).map { $0.libxlPath[0] }
        guard let near = Spelling.nearest(to: name, among: known) else { return "libxl 4.17 has no such member" }
        return "libxl 4.17 has no such member; did you mean \(near)?"
    }
}

func join(_ prefix: String, _ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }

extension FieldMap.Entry {
    /// An entry of exactly one member.
    static func single(
        _ libxl: String, _ name: String, unit: FieldUnit? = nil, isSecret: Bool = false, isSwitch: Bool = false,
        isSame: Equality? = nil,
        get: @escaping @Sendable (Root) -> FieldValue?,
        set: @escaping @Sendable (inout Root, FieldValue, FieldPath) throws(FieldValueError) -> Void
    ) -> Self {
        Self(
            of: libxl,
            encode: { root, members in if let value = get(root) { members.append(.init(libxl, value)) } },
            decode: { (member, root, path) throws(FieldValueError) in
                guard member.name == libxl else { return false }
                try set(&root, member.value, path)
                return true
            },
            fields: {
                [
                    Field(
                        name: join($0, name), libxlPath: $1 + [libxl], unit: unit, isSecret: isSecret,
                        isSwitch: isSwitch)
                ]
            }, isSame: isSame)
    }

    /// Whether two roots have the same there.
    static func same<V: Equatable & Sendable>(_ path: WritableKeyPath<Root, V> & Sendable) -> Equality {
        same(MemberAccess(path))
    }

    static func same<V: Equatable & Sendable>(_ access: MemberAccess<Root, V>) -> Equality {
        { old, new in access.withBoth(old, new) { $0.pointee == $1.pointee } }
    }

    /// A value that libxl leaves out when it is absent.
    static func optional<V: FieldCodable>(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, V?> & Sendable,
        unit: FieldUnit? = nil, isSecret: Bool = false
    ) -> Self {
        let access = MemberAccess(path)
        return single(
            libxl, name, unit: unit, isSecret: isSecret, isSame: same(access), get: { $0[keyPath: path]?.fieldValue }
        ) {
            (root, value, place) throws(FieldValueError) in
            access.set(try V(fieldValue: value, at: place), in: &root)
        }
    }

    /// A name from a list of libxl's, which also has a name for "not said".
    static func choice<V: LibxlEnumeration>(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, V?> & Sendable
    ) -> Self {
        let access = MemberAccess(path)
        return single(libxl, name, isSame: same(access), get: { $0[keyPath: path]?.fieldValue }) {
            (root, value, place) throws(FieldValueError) in
            if let name = value.string, V(rawValue: name) == nil, unsaid.contains(name) {
                access.set(nil, in: &root)
                return
            }
            access.set(try V(fieldValue: value, at: place), in: &root)
        }
    }

    /// A number for which libxl has a word of its own for "not said": 0, -1, or all bits set.
    static func number<V: FixedWidthInteger & FieldCodable>(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, V?> & Sendable,
        unset: V, unit: FieldUnit? = nil
    ) -> Self {
        let access = MemberAccess(path)
        return single(
            libxl, name, unit: unit, isSame: same(access),
            get: { $0[keyPath: path].flatMap { $0 == unset ? nil : $0.fieldValue } }
        ) {
            (root, value, place) throws(FieldValueError) in
            let number = try V(fieldValue: value, at: place)
            access.set(number == unset ? nil : number, in: &root)
        }
    }

    /// A value that libxl leaves out at its default.
    static func value<V: FieldCodable>(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, V> & Sendable, default standard: V,
        unit: FieldUnit? = nil
    ) -> Self {
        let access = MemberAccess(path)
        return single(
            libxl, name, unit: unit, isSame: same(access),
            get: { $0[keyPath: path] == standard ? nil : $0[keyPath: path].fieldValue }
        ) { (root, value, place) throws(FieldValueError) in
            access.set(try V(fieldValue: value, at: place), in: &root)
        }
    }

    /// `libxl_defbool`: yes, no, or as libxl decides; written as the strings "True" and "False".
    static func defbool(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, Bool?> & Sendable
    ) -> Self {
        let access = MemberAccess(path)
        return single(
            libxl, name, isSwitch: true, isSame: same(access),
            get: { $0[keyPath: path].map { .string($0 ? "True" : "False") } }
        ) {
            (root, value, place) throws(FieldValueError) in
            switch value {
            case .string("True"): access.set(true, in: &root)
            case .string("False"): access.set(false, in: &root)
            case .string("<default>"): access.set(nil, in: &root)
            default:
                throw FieldValueError(path: place, reason: "expected \"True\" or \"False\", found \(value.kind)")
            }
        }
    }

    /// Yes or no that libxl keeps as a number, 1 or 0.
    static func flag(_ libxl: String, _ name: String, _ path: WritableKeyPath<Root, Bool> & Sendable) -> Self {
        let access = MemberAccess(path)
        return single(libxl, name, isSame: same(access), get: { $0[keyPath: path] ? .integer(1) : nil }) {
            (root, value, place) throws(FieldValueError) in
            switch value {
            case .integer(0): access.set(false, in: &root)
            case .integer(1): access.set(true, in: &root)
            default: throw FieldValueError(path: place, reason: "expected 0 or 1")
            }
        }
    }

    /// A record that is always written, even when it is empty.
    static func group<G: FieldRecord>(_ libxl: String, _ name: String, _ path: WritableKeyPath<Root, G> & Sendable)
        -> Self
    {
        let access = MemberAccess(path)
        return Self(
            of: libxl,
            encode: { root, members in members.append(.init(libxl, G.fields.encode(root[keyPath: path]))) },
            decode: { (member, root, place) throws(FieldValueError) in
                guard member.name == libxl else { return false }
                try G.fields.decode(member.value, into: &root[keyPath: path], at: place)
                return true
            },
            fields: { G.fields.allFields(name: join($0, name), path: $1 + [libxl]) }, isSame: same(access),
            compare: { old, new, place, changes in
                access.withBoth(old, new) {
                    G.fields.compare($0, $1, at: place.below(name, libxl), into: &changes)
                }
            })
    }

    /// A record of libxl's whose members live elsewhere in the model.
    static func nested(_ libxl: String, _ entries: [FieldMap<Root>.Entry]) -> Self {
        let map = FieldMap(entries)
        return Self(
            of: libxl,
            encode: { root, members in members.append(.init(libxl, map.encode(root))) },
            decode: { (member, root, place) throws(FieldValueError) in
                guard member.name == libxl else { return false }
                try map.decode(member.value, into: &root, at: place)
                return true
            },
            fields: { map.allFields(name: $0, path: $1 + [libxl]) },
            compare: { old, new, place, changes in
                map.compare(old, new, at: place.below("", libxl), into: &changes)
            })
    }

    /// A list of records, left out when it is empty.
    static func list<E: FieldRecord>(_ libxl: String, _ name: String, _ path: WritableKeyPath<Root, [E]> & Sendable)
        -> Self
    {
        let access = MemberAccess(path)
        return Self(
            of: libxl,
            encode: { root, members in
                let elements = root[keyPath: path]
                if !elements.isEmpty { members.append(.init(libxl, .list(elements.map { E.fields.encode($0) }))) }
            },
            decode: { (member, root, place) throws(FieldValueError) in
                guard member.name == libxl else { return false }
                guard case .list(let values) = member.value else {
                    throw FieldValueError(path: place, reason: "expected an array, found \(member.value.kind)")
                }
                var elements: [E] = []
                for (index, value) in values.enumerated() {
                    var element = E()
                    try E.fields.decode(value, into: &element, at: place.appending(index))
                    elements.append(element)
                }
                access.set(elements, in: &root)
                return true
            },
            fields: {
                [Field(name: join($0, name), libxlPath: $1 + [libxl])]
                    + E.fields.allFields(name: join($0, name), path: $1 + [libxl])
            }, isSame: same(access))
    }
}

extension FieldMap.Entry {
    /// A list of devices: compared by their identities, so that their order means nothing.
    static func devices<D: Device>(_ libxl: String, _ name: String, _ path: WritableKeyPath<Root, [D]> & Sendable)
        -> Self
    {
        let list = Self.list(libxl, name, path)
        let access = MemberAccess(path)
        return Self(
            of: libxl, encode: list.encode, decode: list.decode, fields: list.fields, isSame: same(access),
            compare: { old, new, place, changes in
                access.withBoth(old, new) {
                    compareDevices($0.pointee, $1.pointee, at: place.below(name, libxl), into: &changes)
                }
            },
            identities: { (libxl, identified($0[keyPath: path]).map(\.identity)) })
    }
}

/// libxl's words for "not said", by enumeration.
private let unsaid: Set<String> = ["unknown", "default", "invalid"]

/// A part of the model that libxl writes as a record.
public protocol FieldRecord: Sendable, Hashable {
    /// Everything at libxl's default.
    init()
    /// Every member that libxl's record has, in libxl's order.
    static var fields: FieldMap<Self> { get }
}
