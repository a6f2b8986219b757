/// Finds what somebody probably meant.
public enum Spelling {
    /// The word nearest to `word`, if one is near enough to be worth naming: at most a third of its letters differ.
    ///
    /// Capitals and small letters are the same. Letters inserted, left out, replaced or swapped with their neighbour count as one difference each.
    public static func nearest(to word: String, among words: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().utf8)
        let limit = max(1, letters.count / 3)
        var best: (distance: Int, word: String)?
        for candidate in words where candidate != word {
            let distance = difference(letters, Array(candidate.lowercased().utf8), limit: limit)
            if distance <= limit, distance < (best?.distance ?? .max) { best = (distance, candidate) }
        }
        return best?.word
    }

    private static func difference(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
        if abs(a.count - b.count) > limit { return .max }
        var before: [Int] = []
        var above = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            before = above
            above = row
        }
        return above[b.count]
    }
}
