import ArgumentParser
import FormatSupport
import GuestModel
import LibvirtXML
import LibxlJSON
import XLConfig

/// The formats a guest can be converted from and to, under virsh's names.
enum FormatName: String, ExpressibleByArgument, CaseIterable {
    case xml
    case xenXL = "xen-xl"
    case libxlJSON = "libxl-json"

    func reader(_ defaults: HostDefaults) -> any GuestReader {
        switch self {
        case .xml: LibvirtXMLReader()
        case .xenXL: XLConfigReader(host: defaults)
        case .libxlJSON: LibxlJSONReader()
        }
    }

    func writer(_ defaults: HostDefaults) -> any GuestWriter {
        switch self {
        case .xml: LibvirtXMLWriter()
        case .xenXL: XLConfigWriter(host: defaults)
        case .libxlJSON: LibxlJSONWriter()
        }
    }
}

struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a guest's definition in another format.",
        discussion: """
            What the other format cannot say is reported on standard error, each loss by itself. Looks at no host. An
            xl.cfg is read and written as on a host with xl's defaults, or with the xl.conf that $XENWARD_XL_CONF names.

              xenward convert --from xen-xl --to xml /etc/xen/web1.cfg
              virsh dumpxml web1 | xenward convert --from xml --to xen-xl
            """)

    @Option(help: "The format of the file: xml (libvirt), xen-xl (xl.cfg), libxl-json.") var from: FormatName
    @Option(help: "The format to write.") var to: FormatName
    @Flag(help: "A loss is an error: nothing is written, and the command ends 1.") var strict = false
    @Flag(help: "Write passwords out.") var secrets = false
    @Argument(help: ArgumentHelp("The file; standard input when absent or -.", valueName: "file")) var file: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = output.console
        try await console.run {
            let xlConf = try XLConf.read(for: nil)
            let defaults = xlConf.configuration.guestDefaults
            let read = from.reader(defaults).read(try input(), file: path ?? "<stdin>")
            let diagnostics = xlConf.diagnostics + read.diagnostics
            console.report(diagnostics)
            guard let document = read.document else { return ExitStatus.error }
            let written = to.writer(defaults).write(document, options: WriteOptions(includesSecrets: secrets))
            let isRefused = strict && !written.losses.isEmpty
            for loss in written.losses { if isRefused { console.error("\(loss)") } else { console.warning("\(loss)") } }
            if output.json {
                let losses = written.losses.map { loss -> FieldValue in
                    .record([
                        .init("field", .string(loss.place)), .init("value", .string(loss.value)),
                        .init("reason", .string(loss.reason)),
                    ])
                }
                let text: [FieldValue.Member] = isRefused ? [] : [.init("text", .string(written.text))]
                try console.data(
                    Documents.text(
                        "conversion",
                        text + [.init("losses", .list(losses)), Documents.diagnostics(diagnostics)]))
            } else if !isRefused {
                try console.data(written.text)
            }
            return isRefused ? ExitStatus.error : .success
        }
    }

    /// Nil for standard input.
    private var path: String? { file == "-" ? nil : file }

    private func input() throws -> [UInt8] {
        do throws(InputFile.Failure) {
            return try InputFile.read(path)
        } catch {
            throw CommandError(message: error.message)
        }
    }
}
