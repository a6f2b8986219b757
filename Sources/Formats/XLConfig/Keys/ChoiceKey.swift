import FormatSupport
import GuestModel

/// The words that a key may be set to, each with its meaning; nil means libxl's default.
struct Choice<V: Hashable & Sendable>: Sendable {
    let words: [(word: String, meaning: V?)]
    /// xl compares small and capital letters alike.
    var ignoresCase = true
    /// xl also takes a number, which counts the words from 0 on, and prefers the words.
    var numbered = 0

    func meaning(of text: String) -> V?? {
        for (word, meaning) in words where word == text || ignoresCase && word == text.lowercased() {
            return .some(meaning)
        }
        return nil
    }

    /// The words with commas between them, for messages.
    var list: String { words.map(\.word).joined(separator: ", ") }
}

extension ScalarKey {
    static func choice<V: Hashable & Sendable>(
        _ name: String, _ path: Path<V?>, _ section: Section, _ choice: Choice<V>,
        for kinds: Set<GuestType.Kind> = everyKind
    ) -> Self {
        Self(name, section, kinds) { reading, setting in
            if let meaning = reading.meaning(setting, of: choice) { reading.configuration[keyPath: path] = meaning }
        } write: { guest in
            guest[keyPath: path].flatMap { value in
                choice.words.first { $0.meaning == value }.map { .text($0.word) }
            }
        }
    }

    static func choice<V: Hashable & Sendable>(
        _ name: String, _ path: Path<V>, _ section: Section, _ choice: Choice<V>, default standard: V,
        for kinds: Set<GuestType.Kind> = everyKind
    ) -> Self {
        Self(name, section, kinds) { reading, setting in
            if let meaning = reading.meaning(setting, of: choice) {
                reading.configuration[keyPath: path] = meaning ?? standard
            }
        } write: { guest in
            let value = guest[keyPath: path]
            return value == standard ? nil : choice.words.first { $0.meaning == value }.map { .text($0.word) }
        }
    }
}

extension GuestReading {
    /// What the word, or the number, that a key is set to means.
    mutating func meaning<V>(_ setting: Setting, of choice: Choice<V>) -> V?? {
        guard let text = text(setting) else { return nil }
        if choice.numbered > 0, let number = Numbers.long(text) {
            guard (0..<choice.numbered).contains(number) else {
                refuse(setting.key, "\(setting.key) must be one of \(choice.list)")
                return nil
            }
            let (word, meaning) = choice.words[number]
            warn(
                .deprecated, at: setting.value.position,
                "\(setting.key) as a number is deprecated; write \(setting.key) = \"\(word)\"")
            return .some(meaning)
        }
        guard let meaning = choice.meaning(of: text) else {
            let near = Spelling.nearest(to: text, among: choice.words.map(\.word)).map { "; did you mean \"\($0)\"?" }
            refuse(setting.key, "\(setting.key) must be one of \(choice.list), not \(quoted(text))\(near ?? "")")
            return nil
        }
        return meaning
    }
}
