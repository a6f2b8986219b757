import ArgumentParser

struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write a guest's definition in another format.",
        discussion: """
            The formats: xml is libvirt's domain XML, xen-xl xl.cfg(5), xen-xm a file of xm's, xen-sxpr an expression of \
            xend's, libxl-json libxl's own. What the other format cannot say is reported on standard error, each loss by \
            itself.

            Looks at no host but the one that --connect names, for its cpus. An xl.cfg is read and written as on a host \
            with xl's defaults, or with the xl.conf that $XENWARD_XL_CONF names. The bridge of a network that XML names is \
            looked up in libvirt's own file of it, in $XENWARD_LIBVIRT_NETWORKS, else in /etc/libvirt/qemu/networks.

              xenward convert --from xen-xl --to xml /etc/xen/web1.cfg
              virsh dumpxml web1 | xenward convert --from xml --to xen-xl
              xenward convert --from xen-sxpr --to xen-xl config.sxp
            """)

    @Option(help: "The format of the file: xml, xen-xl, xen-xm, xen-sxpr, libxl-json.") var from: FormatName
    @Option(help: "The format to write.") var to: FormatName
    @Argument(
        help: ArgumentHelp("The file; standard input when absent or -.", valueName: "file"), completion: .file())
    var file: String?
    @OptionGroup var options: ConversionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await Conversion(from: from, to: to, file: file, options: options, output: output).run()
    }
}
