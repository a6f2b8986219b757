extension [UInt8] {
    /// Does to a file what bad luck does: a byte is another one, a piece is missing, stands twice, or is one of these words.
    package mutating func damage(with words: [String], using numbers: inout SeededNumbers) {
        guard !isEmpty else { return }
        let at = Int.random(in: 0..<count, using: &numbers)
        let end = Swift.min(count, at + Int.random(in: 1...12, using: &numbers))
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: self[at] = UInt8.random(in: 0...255, using: &numbers)
        case 1: removeSubrange(at..<end)
        case 2: insert(contentsOf: (words.randomElement(using: &numbers) ?? "").utf8, at: at)
        case 3: insert(contentsOf: self[at..<end], at: Int.random(in: 0...count, using: &numbers))
        case 4: removeSubrange(at...)
        default: self[at] ^= 1 << UInt8.random(in: 0..<7, using: &numbers)
        }
    }
}
