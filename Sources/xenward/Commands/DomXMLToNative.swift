import ArgumentParser

struct DomXMLToNative: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domxml-to-native",
        abstract: "Write libvirt domain XML in another format, as virsh's command of this name does.",
        discussion: """
            The same as convert --from xml.

              xenward domxml-to-native xen-xl --xml web1.xml
              virsh dumpxml web1 | xenward domxml-to-native xen-xl
            """)

    @Argument(help: "The format to write: xen-xl, xen-xm, xen-sxpr, libxl-json.") var format: FormatName
    @Argument(
        help: ArgumentHelp("The file; standard input when absent or -.", valueName: "file"), completion: .file())
    var file: String?
    @Option(help: ArgumentHelp("The file, as virsh wants it named.", valueName: "file")) var xml: String?
    @Option(help: ArgumentHelp("Not possible here; the message says what is.", valueName: "name")) var domain: String?
    @OptionGroup var options: ConversionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard format.isNative else { throw ValidationError("xml is what this command reads; name the format to write") }
        if file != nil, xml != nil { throw ValidationError("name one file: either FILE or --xml FILE") }
        if let domain {
            throw ValidationError(
                """
                this command reads XML and looks at no host; write virsh dumpxml \(domain) | xenward domxml-to-native \
                \(format.rawValue), or xenward adopt \(domain) --write FILE.cfg
                """)
        }
    }

    func run() async throws {
        try await Conversion(from: .xml, to: format, file: xml ?? file, options: options, output: output).run()
    }
}
