/// What each key of a file is set to in the end, as libxlutil answers: the last assignment wins, and `+=` joins.
///
/// A reader asks for every key that there is, and most files have twenty of them. So most questions are answered by a key's
/// looks, and the others by a glance at each of the twenty; hashing would cost more than all else that reading takes. A
/// file of many keys is looked up by hash all the same.
package struct Settings: Sendable {
    /// Each key once, in no order that anybody may rely on.
    package private(set) var values: [Setting] = []
    private var looks: [UInt8] = []
    /// A bit for each of the looks.
    private var seen: UInt64 = 0
    private var places: [String: Int]?

    private static let few = 64

    /// What comes of assignments, one after the other.
    package init(assigned assignments: [Setting] = []) {
        values.reserveCapacity(assignments.count)
        looks.reserveCapacity(assignments.count)
        for assignment in assignments { assign(assignment) }
    }

    package subscript(key: String) -> Setting? {
        get { place(of: key).map { values[$0] } }
        set {
            if let newValue {
                set(newValue)
            } else if place(of: key) != nil {
                self = Settings(assigned: values.filter { $0.key != key })
            }
        }
    }

    var count: Int { values.count }

    /// Sets a key as an assignment of a file does: `+=` joins, and the last plain assignment wins.
    ///
    /// The position of a key that was added to is that of its last plain assignment.
    package mutating func assign(_ assignment: Setting) {
        guard assignment.isAddition, let place = place(of: assignment.key) else { return set(assignment) }
        values[place].value.append(assignment.value)
        values[place].isAddition = true
    }

    private mutating func set(_ setting: Setting) {
        if let place = place(of: setting.key) {
            values[place] = setting
            return
        }
        let look = KeyLook.of(setting.key)
        places?[setting.key] = values.count
        values.append(setting)
        looks.append(look)
        seen |= 1 << UInt64(look)
        if values.count == Self.few {
            places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1.key, $0) })
        }
    }

    private func place(of key: String) -> Int? {
        let look = KeyLook.of(key)
        if seen & 1 << UInt64(look) == 0 { return nil }
        if let places { return places[key] }
        for place in looks.indices where looks[place] == look && values[place].key == key { return place }
        return nil
    }
}

/// What can be told of a key at a glance.
enum KeyLook {
    static let count = 64

    /// A number below ``count``, from the key's length and its first bytes.
    static func of(_ key: String) -> UInt8 {
        var bytes = key.utf8.makeIterator()
        let (first, second) = (bytes.next() ?? 0, bytes.next() ?? 0)
        return (UInt8(truncatingIfNeeded: key.utf8.count) &* 11 ^ first &* 5 ^ second) & 63
    }
}

/// Values by keys that are known beforehand.
struct KeyTable<Value: Sendable>: Sendable {
    private var keys: [String] = []
    private var values: [Value] = []
    private var places: [[Int]] = Array(repeating: [], count: KeyLook.count)

    /// The first value counts where there are two for a key.
    init(_ pairs: some Sequence<(String, Value)>) {
        for (key, value) in pairs {
            places[Int(KeyLook.of(key))].append(keys.count)
            keys.append(key)
            values.append(value)
        }
    }

    subscript(key: String) -> Value? {
        for place in places[Int(KeyLook.of(key))] where keys[place] == key { return values[place] }
        return nil
    }
}
