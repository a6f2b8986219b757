import Definitions

extension LibvirtNetworks {
    /// The networks that count for a command: those in `$XENWARD_LIBVIRT_NETWORKS`, else where libvirt keeps them.
    static func read() -> LibvirtNetworks {
        LibvirtNetworks(directory: Environment["XENWARD_LIBVIRT_NETWORKS"] ?? standardDirectory)
    }
}
