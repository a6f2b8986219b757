import FormatSupport
import GuestModel
import Planning
import Policy

/// An explanation for a machine to read.
enum ExplainDocument {
    static func text(_ explanation: Explanation) -> String {
        Documents.text(
            "explanation",
            [
                .init("fields", .list(explanation.fields.map(document))),
                .init(
                    "policy",
                    .list(
                        explanation.policyKeys.map {
                            .record([.init("key", .string($0.rawValue)), .init("values", .string($0.values))])
                        })),
                .init(
                    "idle",
                    .list(
                        explanation.idle.map {
                            .record([.init("name", .string($0.name)), .init("reason", .string($0.reason))])
                        })),
            ])
    }

    private static func document(_ explained: ExplainedField) -> FieldValue {
        let field = explained.field
        var members: [FieldValue.Member] = [
            .init("field", .string(field.name)), .init("keys", words(explained.keys)),
            .init("elements", words(explained.elements)),
            .init("libxl", .string(field.libxlPath.joined(separator: "."))),
        ]
        if let unit = field.unit { members.append(.init("unit", .string(unit.rawValue))) }
        members.append(.init("verdicts", .list(explained.verdicts.map(document))))
        return .record(members)
    }

    private static func words(_ links: [FieldLink]) -> FieldValue {
        .list(
            links.map { link in
                let unit: [FieldValue.Member] = link.unit.map { [.init("unit", .string($0))] } ?? []
                return .record([.init("name", .string(link.word))] + unit)
            })
    }

    private static func document(_ typical: TypicalVerdict) -> FieldValue {
        let situation: [FieldValue.Member] = typical.situation.map { [.init("situation", .string($0))] } ?? []
        return .record(
            situation + [
                .init("effect", .string(typical.verdict.kind.rawValue)),
                .init("reason", .string(typical.verdict.reason)),
            ])
    }
}
