/// Random numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// Texts that look like xl.cfg from afar.
struct RandomText {
    private var numbers: SeededNumbers
    private let words: [[UInt8]]
    private let samples: [[UInt8]]

    init(seed: UInt64, words: [String], samples: [String] = []) {
        numbers = SeededNumbers(seed: seed)
        self.words = words.map { Array($0.utf8) }
        self.samples = samples.map { Array($0.utf8) }
    }

    /// A row of words, or a sample with a few bytes changed; never empty, and without NUL.
    mutating func next() -> [UInt8] {
        while true {
            let text = Bool.random(using: &numbers) || samples.isEmpty ? row() : damaged()
            if !text.isEmpty, String(validating: text, as: UTF8.self) != nil { return text }
        }
    }

    private mutating func row() -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 1...12, using: &numbers) { text += words.randomElement(using: &numbers) ?? [] }
        return text
    }

    private mutating func damaged() -> [UInt8] {
        var text = samples.randomElement(using: &numbers) ?? []
        for _ in 0..<Int.random(in: 1...3, using: &numbers) where !text.isEmpty {
            let place = Int.random(in: 0..<text.count, using: &numbers)
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: text.remove(at: place)
            case 1: text.insert(UInt8.random(in: 1...127, using: &numbers), at: place)
            case 2: text[place] = UInt8.random(in: 1...127, using: &numbers)
            default: text.insert(contentsOf: words.randomElement(using: &numbers) ?? [], at: place)
            }
        }
        return text
    }
}
