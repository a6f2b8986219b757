/// Meanings of keys that are known beforehand.
struct KeyTable<Meaning: Sendable>: Sendable {
    private var keys: [String] = []
    private var meanings: [Meaning] = []
    private var places: [[Int]] = Array(repeating: [], count: KeyLook.count)

    /// The first value counts where there are two for a key.
    init(_ pairs: some Sequence<(String, Meaning)>) {
        for (key, meaning) in pairs {
            places[Int(KeyLook.of(key))].append(keys.count)
            keys.append(key)
            meanings.append(meaning)
        }
    }

    subscript(key: String) -> Meaning? {
        for place in places[Int(KeyLook.of(key))] where keys[place] == key { return meanings[place] }
        return nil
    }
}
