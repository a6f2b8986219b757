import GuestModel

/// What the doctor has found, as a person reads it.
struct DoctorText {
    let palette: Palette
    /// Only what somebody should do something about.
    let isBrief: Bool

    func render(_ findings: [Finding]) -> String {
        let width = findings.map(\.subject.count).max() ?? 0
        let lines = findings.filter { !isBrief || $0.severity != .ok }.flatMap { self.lines(for: $0, width) }
        return (lines + [summary(findings)]).joined(separator: "\n") + "\n"
    }

    private func lines(for finding: Finding, _ width: Int) -> [String] {
        let severity = finding.severity.rawValue + String(repeating: " ", count: 7 - finding.severity.rawValue.count)
        let subject = finding.subject + String(repeating: " ", count: width - finding.subject.count)
        let place = finding.place.map { "\($0): " } ?? ""
        let first = "\(palette.paint(severity, finding.severity.hue))  \(subject)  \(place)\(finding.text)"
        let indent = String(repeating: " ", count: 11 + width)
        return [first] + (finding.advice.map { ["\(indent)→ \($0)"] } ?? [])
    }

    private func summary(_ findings: [Finding]) -> String {
        func count(_ severity: Finding.Severity, _ word: String) -> String {
            let count = findings.count { $0.severity == severity }
            return "\(count) \(word)\(count == 1 ? "" : "s")"
        }
        return "\(count(.problem, "problem")), \(count(.warn, "warning"))."
    }
}

extension Finding.Severity {
    fileprivate var hue: Palette.Hue {
        switch self {
        case .ok: .green
        case .warn: .yellow
        case .problem: .red
        }
    }
}

extension Finding {
    var document: FieldValue {
        var members: [FieldValue.Member] = [
            .init("severity", .string(severity.rawValue)), .init("subject", .string(subject)),
        ]
        if let place { members.append(.init("place", .string(place))) }
        members.append(.init("text", .string(text)))
        if let advice { members.append(.init("advice", .string(advice))) }
        return .record(members)
    }
}
