import FormatSupport
import XLConfig
import XMConfig

extension SExpressionReading {
    /// `(image (hvm …))`, `(image (linux …))`.
    mutating func readImage(_ image: SExpression) {
        guard let builder = image.name else {
            return say(.error, .syntax, at: image, "expected (image (linux …)) or (image (hvm …))")
        }
        set("builder", .text(builder, image.position), at: image)
        for entry in image.rest {
            guard let name = entry.name else {
                say(
                    .warning, .syntax, at: entry,
                    "expected a list such as (kernel …), found \(entry.onOneLine.prefix(40))")
                continue
            }
            switch name {
            case "args": set("extra", to: entry)
            case "notes", "image_type", "type": break
            case "vcpus": if guest.settings["vcpus"] == nil { set("vcpus", to: entry) }
            case "cdrom": oldCDROM = entry
            case "cpuid": readCPUID(entry.value)
            case "pci": for device in entry.value.elements ?? [] { readPCI(device) }
            default:
                guard XMKeys.use(of: name) == nil else {
                    set(name, to: entry)
                    continue
                }
                let near = suggestion(for: name, XMKeys.suggestions)
                say(.warning, .unknown, at: entry, "xend's image has no \(name)\(near)")
            }
        }
    }
}
