/// The value of a field, or of a whole guest, as a plain tree.
///
/// Every part of the model can be written as such a tree and read back from it; the names in it are libxl's. It is what
/// libxl's JSON spells, what two guests are compared by, and what a plan shows.
public indirect enum FieldValue: Sendable, Hashable {
    case boolean(Bool)
    case integer(Int128)
    case string(String)
    case list([FieldValue])
    case record([Member])

    /// A named value inside a record; the order of members is libxl's.
    public struct Member: Sendable, Hashable {
        /// libxl's: `target_memkb`.
        public var name: String
        /// There is no null: what is absent has no member.
        public var value: FieldValue

        public init(_ name: String, _ value: FieldValue) {
            self.name = name
            self.value = value
        }
    }

    /// The member of that name, if this is a record that has one.
    public subscript(name: String) -> FieldValue? {
        guard case .record(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The elements, if this is a list.
    public var elements: [FieldValue]? {
        guard case .list(let elements) = self else { return nil }
        return elements
    }

    /// The text, if this is a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// What kind of value this is, in JSON's words, for messages.
    public var kind: String {
        switch self {
        case .boolean: "a boolean"
        case .integer: "a number"
        case .string: "a string"
        case .list: "an array"
        case .record: "an object"
        }
    }
}

/// A place inside a tree of field values: `b_info.sched_params.weight`, `disks[1].vdev`.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
    /// From a value to one of its parts.
    public enum Step: Sendable, Hashable {
        /// To a record's member, by libxl's name.
        case member(String)
        /// To a list's element, counted from 0 on.
        case element(Int)
    }

    /// From the root of the tree on; none for the root itself.
    public var steps: [Step]

    public init(_ steps: [Step] = []) { self.steps = steps }

    /// The place of a record's member, by libxl's name, below this one.
    public func appending(_ name: String) -> FieldPath { FieldPath(steps + [.member(name)]) }
    /// The place of a list's element, counted from 0 on, below this one.
    public func appending(_ index: Int) -> FieldPath { FieldPath(steps + [.element(index)]) }

    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .member(let name): text += text.isEmpty ? name : ".\(name)"
            case .element(let index): text += "[\(index)]"
            }
        }
        return text.isEmpty ? "the document" : text
    }
}

/// A tree of field values that is not the part of a guest it should be.
public struct FieldValueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where in the tree.
    public var path: FieldPath
    /// What is wrong there, and what was expected.
    public var reason: String

    public init(path: FieldPath, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(path): \(reason)" }

    /// This error of a tree that stands at `place` of another one.
    func below(_ place: FieldPath) -> FieldValueError {
        FieldValueError(path: FieldPath(place.steps + path.steps), reason: reason)
    }
}

extension FieldValue {
    /// With the members of records by their names, so that their order does not matter.
    package var sorted: FieldValue {
        switch self {
        case .record(let members):
            .record(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        case .list(let elements): .list(elements.map(\.sorted))
        case .boolean, .integer, .string: self
        }
    }
}
