import ArgumentParser

struct DomXMLFromNative: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domxml-from-native",
        abstract: "Write a guest's definition as libvirt domain XML, as virsh's command of this name does.",
        discussion: """
            The same as convert --to xml.

              xenward domxml-from-native xen-xm rhel5.cfg
            """)

    @Argument(help: "The format of the file: xen-xl, xen-xm, xen-sxpr, libxl-json.") var format: FormatName
    @Argument(
        help: ArgumentHelp("The file; standard input when absent or -.", valueName: "file"), completion: .file())
    var file: String?
    @OptionGroup var options: ConversionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard format.isNative else { throw ValidationError("xml is what this command writes; name the file's format") }
    }

    func run() async throws {
        try await Conversion(from: format, to: .xml, file: file, options: options, output: output).run()
    }
}
