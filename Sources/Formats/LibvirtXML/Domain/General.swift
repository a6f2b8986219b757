import FormatSupport
import GuestModel

/// Who the guest is: `name`, `uuid`, `genid`, `title`, `description`.
enum General {
    static func readName(_ domain: Element) -> String? {
        guard let element = domain.child("name") else {
            domain.lacks("a <name>")
            return nil
        }
        domain.reading.remember(.name, at: element.place)
        guard let name = element.text else {
            element.report(.error, .value, "<name> is empty: every guest has a name")
            return nil
        }
        domain.reading.remember(.name, at: name.place)
        return name.text
    }

    static func read(_ domain: Element, into draft: inout DomainDraft) {
        if let value = domain.child("uuid")?.text {
            draft.guest.uuid = GuestUUID(value.trimmed)
            if draft.guest.uuid == nil { value.refuse("32 hexadecimal digits, with or without hyphens") }
        }
        if draft.kind == .hvm, let element = domain.child("genid") {
            if let value = element.text {
                draft.hvm.generationID = GuestUUID(value.trimmed).flatMap(generationID)
                if draft.hvm.generationID == nil { value.refuse("32 hexadecimal digits, with or without hyphens") }
            } else {
                draft.hvm.generationID = .generated
            }
        }
    }

    static func readExtras(_ domain: Element) -> GuestDocument.Extras {
        var extras = GuestDocument.Extras()
        extras.title = domain.child("title")?.text?.text
        extras.description = domain.child("description")?.text?.text
        return extras
    }

    static func write(_ document: GuestDocument, to output: inout XMLOutput) {
        output.element("name", text: document.configuration.name)
        if let uuid = document.configuration.uuid { output.element("uuid", text: uuid.description) }
        if document.configuration.hvm?.generationID == .generated {
            output.element("genid")
        } else if let id = document.configuration.hvm?.generationID, let uuid = uuid(of: id) {
            output.element("genid", text: uuid.description)
        }
        if let title = document.extras.title { output.element("title", text: title) }
        if let description = document.extras.description { output.element("description", text: description) }
    }

    /// The bytes in the order in which the digits are written, as xl takes them.
    private static func generationID(_ uuid: GuestUUID) -> GenerationID? {
        let digits = uuid.description.utf8.filter { $0 != UInt8(ascii: "-") }
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
        return GenerationID(bytes: bytes)
    }

    private static func uuid(of id: GenerationID) -> GuestUUID? {
        GuestUUID(id.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
}
