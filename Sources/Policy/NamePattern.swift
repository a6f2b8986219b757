/// Guests by name: `*` stands for any letters, `?` for any one.
public struct NamePattern: Sendable, Hashable {
    /// As it stands below `guests` in xenward.yaml: `web*`.
    public let text: String

    public init(_ text: String) { self.text = text }

    /// Whether a guest's name is one of those.
    public func matches(_ name: String) -> Bool {
        let pattern = Array(text), letters = Array(name)
        var place = 0, letter = 0
        var star: (place: Int, letter: Int)?
        while letter < letters.count {
            if place < pattern.count, pattern[place] == "*" {
                star = (place, letter)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == letters[letter] {
                place += 1
                letter += 1
            } else if let last = star {
                // The latest star takes one letter more.
                star = (last.place, last.letter + 1)
                place = last.place + 1
                letter = last.letter + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
