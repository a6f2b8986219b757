/// The words of libvirt's domain XML, and what becomes of each on Xen when nobody asks for it.
enum Vocabulary {
    enum Meaning: Sendable {
        /// Read, where it stands in a place in which it has an effect.
        case used
        /// Written by libvirt itself into every domain; of no use on Xen, and no loss.
        case silent
        /// Of no use on Xen.
        case meaningless
    }

    /// Namespaces that other drivers of libvirt use, as a sentence goes on.
    static let foreignNamespaces = [
        "http://libvirt.org/schemas/domain/qemu/1.0":
            "for the QEMU driver; on Xen, <xen:commandline> passes arguments to the device model",
        "http://libvirt.org/schemas/domain/lxc/1.0": "for the LXC driver",
        "http://libvirt.org/schemas/domain/bhyve/1.0": "for the bhyve driver",
        "http://libvirt.org/schemas/domain/xen/1.0": "not one that the Xen driver knows here",
    ]

    static func meaning(ofElement name: String, in parent: String) -> Meaning? {
        if let meaning = lexicon.elements[parent]?[name] { return meaning }
        return name == "alias" || (name == "address" && parent != "listen") ? .silent : nil
    }

    static func meaning(ofAttribute name: String, of element: String) -> Meaning? {
        lexicon.attributes[element]?[name]
    }

    static func elements(in parent: String) -> [String] { lexicon.elements[parent].map { $0.keys.sorted() } ?? [] }

    static func attributes(of element: String) -> [String] {
        lexicon.attributes[element].map { $0.keys.sorted() } ?? []
    }

    private static let lexicon = Lexicon(generalWords + deviceWords)

    /// The tables, taken apart.
    ///
    /// A line is an element, a colon, and the words in it: `@` marks an attribute; `-` a word without meaning on Xen, `~`
    /// one that libvirt writes by itself.
    private struct Lexicon {
        var elements: [String: [String: Meaning]] = [:]
        var attributes: [String: [String: Meaning]] = [:]

        init(_ table: [String]) {
            for line in table {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { continue }
                for owner in parts[0].split(separator: " ") {
                    for entry in parts[1].split(separator: " ") { add(entry, to: String(owner)) }
                }
            }
        }

        private mutating func add(_ entry: Substring, to owner: String) {
            var word = entry
            var meaning = Meaning.used
            switch word.first {
            case "-": meaning = .meaningless
            case "~": meaning = .silent
            default: break
            }
            if meaning != .used { word = word.dropFirst() }
            if word.first == "@" {
                attributes[owner, default: [:]][String(word.dropFirst())] = meaning
            } else {
                elements[owner, default: [:]][String(word)] = meaning
            }
        }
    }
}
