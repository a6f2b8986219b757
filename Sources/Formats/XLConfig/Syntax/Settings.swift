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

    /// From as many keys on hashing is worth its price; a file of more must not take a square of their number.
    private static let many = 64

    /// What comes of assignments, one after the other.
    package init(assigned assignments: [Setting] = []) {
        looks.reserveCapacity(assignments.count)
        // Up to the first key that was there before, they are settings as they stand.
        values = assignments
        guard let repeated = assignments.indices.first(where: { !note(assignments[$0].key, at: $0) }) else { return }
        values.removeSubrange(repeated...)
        for assignment in assignments[repeated...] { assign(assignment) }
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
    private mutating func assign(_ assignment: Setting) {
        guard assignment.isAddition, let place = place(of: assignment.key) else { return set(assignment) }
        values[place].value.append(assignment.value)
        values[place].isAddition = true
    }

    private mutating func set(_ setting: Setting) {
        if let place = place(of: setting.key) {
            values[place] = setting
        } else {
            values.append(setting)
            _ = note(setting.key, at: values.count - 1)
        }
    }

    /// Remembers where a key is; false when it is known already.
    private mutating func note(_ key: String, at place: Int) -> Bool {
        let look = KeyLook.of(key)
        guard self.place(of: key, looking: look) == nil else { return false }
        places?[key] = place
        looks.append(look)
        seen |= 1 << UInt64(look)
        if looks.count == Self.many {
            places = Dictionary(uniqueKeysWithValues: values[...place].enumerated().map { ($1.key, $0) })
        }
        return true
    }

    private func place(of key: String) -> Int? { place(of: key, looking: KeyLook.of(key)) }

    private func place(of key: String, looking look: UInt8) -> Int? {
        if seen & 1 << UInt64(look) == 0 { return nil }
        if let places { return places[key] }
        for place in looks.indices where looks[place] == look && values[place].key == key { return place }
        return nil
    }
}
