import FormatSupport

/// A network of libvirt's, as far as an interface on it needs to know.
struct Network {
    /// The bridge that its interfaces are put on.
    let bridge: String
    /// The bridge is one of Open vSwitch.
    let isSwitched: Bool

    enum Problem: Error, Hashable {
        /// libvirt keeps no such network here.
        case unknown
        /// The file is none of a network.
        case unreadable
        /// It has none that is the same wherever it is looked at: the mode of `<forward>`.
        case noBridge(mode: String?)
    }

    /// The network of that name.
    init(_ name: String, in files: LibvirtXMLReader.NetworkFile) throws(Problem) {
        guard !name.isEmpty, !name.contains("/"), !name.hasPrefix("."), let bytes = files(name) else {
            throw .unknown
        }
        let (tree, problem) = XMLParser.parse(bytes, depthLimit: SourceText.depthLimit)
        guard problem == nil, tree.elements.first?.name == "network" else { throw .unreadable }
        func value(_ attribute: String, of element: String) -> String? {
            let found = tree.children(of: 0).first { tree.elements[$0].name == element }
            return found.flatMap { index in
                tree.attributes[tree.elements[index].attributes].first { $0.name == attribute }?.value
            }
        }
        guard let bridge = value("name", of: "bridge"), !bridge.isEmpty else {
            throw .noBridge(mode: value("mode", of: "forward"))
        }
        self.bridge = bridge
        isSwitched = value("type", of: "virtualport") == "openvswitch"
    }
}
