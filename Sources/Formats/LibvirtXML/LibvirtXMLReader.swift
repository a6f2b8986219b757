import FormatSupport
import GuestModel

/// Reads libvirt's domain XML, of Xen domains.
///
/// The guest is what libvirt's driver for libxl would make of the file, refined by what xenward's own metadata says
/// besides. Every element and attribute that has no part in it is reported.
public struct LibvirtXMLReader: GuestReader {
    /// How literally libvirt is followed.
    private var handover = Handover.plain
    /// What libvirt keeps of a network of that name: the bytes of /etc/libvirt/qemu/networks/NAME.xml.
    public var networkFile: NetworkFile

    /// Finds the file of a network; nil where there is none.
    public typealias NetworkFile = @Sendable (_ name: String) -> [UInt8]?

    /// How many NUMA nodes the host has; nil where nobody has asked it. libvirt puts each cell on the node of its number, and all
    /// of them on the first node of a host that has fewer.
    public var hostNodes: Int?

    /// One that follows libvirt as literally as that.
    package init(handover: Handover) {
        self.init()
        self.handover = handover
    }

    /// - Parameter networkFile: by default, no network is known.
    public init(hostNodes: Int? = nil, networkFile: @escaping NetworkFile = { _ in nil }) {
        self.hostNodes = hostNodes
        self.networkFile = networkFile
    }

    public func read(_ bytes: [UInt8], file: String) -> ReadResult {
        if let problem = SourceText.check(bytes, file: file) {
            return ReadResult(document: nil, diagnostics: [problem])
        }
        let (tree, problem) = XMLParser.parse(bytes, depthLimit: SourceText.depthLimit)
        let reading = Reading(tree: tree, file: file, hostNodes: hostNodes, networkFile: networkFile)
        if let problem {
            let reason: Diagnostic.Reason = problem.kind == .depth ? .limit : .syntax
            reading.report(.error, reason, atOffset: problem.offset, problem.message)
            return ReadResult(document: nil, diagnostics: reading.diagnostics, name: Self.name(in: tree))
        }
        return Self.read(reading, handover)
    }

    /// The guest's name in as much of a file as could be read.
    private static func name(in tree: XMLTree) -> String? {
        guard tree.elements.first?.name == "domain" else { return nil }
        let index = tree.children(of: 0).first { tree.elements[$0].name == "name" }
        guard let index, tree.elements[index].end < tree.source.count, !tree.elements[index].text.isEmpty else {
            return nil
        }
        return tree.elements[index].text
    }

    private static func read(_ reading: Reading, _ handover: Handover) -> ReadResult {
        let domain = Element(reading: reading, index: 0)
        domain.use()
        let isDomain = domain.name == "domain" && domain.namespace == nil
        let name = isDomain ? General.readName(domain) : nil
        guard isDomain, isXen(domain) else {
            if !isDomain {
                domain.report(.error, .syntax, "<\(domain.qualifiedName)> is no domain: expected <domain type='xen'>")
            }
            return ReadResult(document: nil, diagnostics: reading.diagnostics, name: name)
        }
        // A guest of unknown type is read on, so that its other faults are known at once.
        var draft = DomainDraft(name: name ?? "", kind: OperatingSystem.readKind(domain) ?? .hvm)
        General.read(domain, into: &draft)
        CPUElement.read(domain, into: &draft)
        MemoryElements.read(domain, into: &draft)
        MemoryElements.settle(domain, &draft)
        VCPUElements.read(domain, into: &draft)
        OperatingSystem.read(domain, into: &draft)
        FeatureElements.read(domain, into: &draft)
        ClockElement.read(domain, into: &draft)
        Lifecycle.read(domain, into: &draft)
        DeviceElements.read(domain, into: &draft)
        SecurityLabel.read(domain, into: &draft)
        CommandLine.read(domain, into: &draft)
        var document = GuestDocument(
            configuration: draft.finished, extras: General.readExtras(domain),
            provenance: reading.start)
        document.extras.shareableDisks = draft.shareableDisks
        if let refinement = Metadata.read(domain, into: &document), handover == .plain, name != nil {
            document.configuration = refinement.refine(document.configuration)
        }
        var leftovers = Leftovers(reading)
        leftovers.report()
        checkRules(document.configuration, reading, hasName: name != nil)
        if handover == .libvirt {
            document.configuration = document.configuration.handedOver
        }
        return ReadResult(document: name == nil ? nil : document, diagnostics: reading.diagnostics, name: name)
    }

    /// What every guest must satisfy. A name or memory that could not be read has been reported already.
    private static func checkRules(_ guest: GuestConfiguration, _ reading: Reading, hasName: Bool) {
        let hasMemory = guest.memory.maximum != nil || guest.memory.target != nil
        for violation in GuestRules.check(guest) {
            if violation.subject == .name && !hasName || violation.subject == .memory && !hasMemory { continue }
            reading.report(.error, .value, at: reading.place(of: violation.subject), violation.message)
        }
    }

    /// False for a domain of another hypervisor, of which nothing more need be said.
    private static func isXen(_ domain: Element) -> Bool {
        if let id = domain.attribute("id") {
            id.note(.note, .meaningless, "id is that of a running guest: it is not kept")
        }
        guard let type = domain.attribute("type") else {
            domain.lacks("type='xen'")
            return true
        }
        guard type.text == "xen" else {
            type.note(
                .error, .unsupported, "the domain is of type '\(type.text)': xenward keeps Xen guests, type='xen'")
            return false
        }
        return true
    }
}
