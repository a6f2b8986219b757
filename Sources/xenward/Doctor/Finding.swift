/// Something that the doctor has seen.
struct Finding: Sendable, Equatable {
    var severity: Severity
    /// What was looked at, in a word.
    var subject: String
    /// The file, the unit, the process or the guest that it is about.
    var place: String?
    /// As a sentence without a full stop.
    var text: String
    /// What to do about it, likewise.
    var advice: String?

    /// From harmless to grave.
    enum Severity: String, Sendable, CaseIterable {
        case ok
        /// It works, and may bite.
        case warn
        /// It stands in the way.
        case problem
    }

    static func ok(_ subject: String, _ text: String) -> Self {
        Finding(severity: .ok, subject: subject, text: text)
    }

    static func warn(_ subject: String, at place: String? = nil, _ text: String, advice: String) -> Self {
        Finding(severity: .warn, subject: subject, place: place, text: text, advice: advice)
    }

    static func problem(_ subject: String, at place: String? = nil, _ text: String, advice: String) -> Self {
        Finding(severity: .problem, subject: subject, place: place, text: text, advice: advice)
    }
}
