import ArgumentParser
import FormatSupport
import Glibc
import GuestModel
import LibvirtXML
import LibxlJSON
import XLConfig

/// The formats a guest can be converted from and to, under virsh's names.
enum FormatName: String, ExpressibleByArgument, CaseIterable {
    case xml
    case xenXL = "xen-xl"
    case libxlJSON = "libxl-json"

    var reader: any GuestReader {
        switch self {
        case .xml: LibvirtXMLReader()
        case .xenXL: XLConfigReader()
        case .libxlJSON: LibxlJSONReader()
        }
    }

    var writer: any GuestWriter {
        switch self {
        case .xml: LibvirtXMLWriter()
        case .xenXL: XLConfigWriter()
        case .libxlJSON: LibxlJSONWriter()
        }
    }
}

struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a guest's definition in another format.",
        discussion: """
            What the other format cannot say is reported on standard error, each loss by itself. Looks at no host.

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
            let (bytes, name) = try input()
            let read = from.reader.read(bytes, file: name)
            console.report(read.diagnostics)
            guard let document = read.document else { return ExitStatus.error }
            let written = to.writer.write(document, options: WriteOptions(includesSecrets: secrets))
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
                        text + [.init("losses", .list(losses)), Documents.diagnostics(read.diagnostics)]))
            } else if !isRefused {
                try console.data(written.text)
            }
            return isRefused ? ExitStatus.error : .success
        }
    }

    /// The whole input, but never much more than a definition may have.
    private func input() throws -> ([UInt8], String) {
        let path = file == "-" ? nil : file
        let descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? 0
        guard descriptor >= 0 else {
            throw CommandError(message: "\(path ?? ""): \(String(cString: strerror(errno)))")
        }
        defer { if path != nil { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= SourceText.sizeLimit {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw CommandError(message: "\(path ?? "standard input"): \(String(cString: strerror(errno)))")
            }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return (bytes, path ?? "<stdin>")
    }
}
