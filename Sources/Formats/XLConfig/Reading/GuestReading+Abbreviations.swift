import FormatSupport

extension GuestReading {
    /// The first word that begins with a text: of `type`, `builder` and `firmware` xl compares no more than there is, so
    /// that nothing at all is the first word.
    static func word(of text: String, among words: [String]) -> String? {
        words.first { $0.hasPrefix(text) }
    }

    /// Says what xl takes an abbreviation for, which is hardly what its author had in mind.
    mutating func remark(onAbbreviation key: String, _ text: String, of word: String) {
        guard text != word else { return }
        warn(
            .value, at: settings[key]?.value.position,
            "xl takes \(key) = \(quoted(text)) for \(quoted(word)); write that, or another")
    }
}
