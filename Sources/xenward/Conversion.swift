import ArgumentParser
import Definitions
import FormatSupport
import GuestModel
import Host
import XLConfig

/// What every command understands that writes a guest in another format.
struct ConversionOptions: ParsableArguments {
    @Flag(help: "A loss is an error: nothing is written, and the command ends 1.") var strict = false
    @Flag(help: "Write passwords out.") var secrets = false
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The host whose cpus node:1 and all mean in xl.cfg's cpus; without it node: is an error.", valueName: "uri")
    )
    var connect: String?

    /// The cpus of the host that ``connect`` names, by NUMA node; nil without one.
    func cpusByNode(_ xlConf: XLConf, _ console: Console) async throws -> [CPUSet]? {
        guard let connect else { return nil }
        let connection = try Connection(uri: connect)
        guard connection.isSystem else { return Connection.cpusOfEmbeddedHost }
        do {
            return try await Connection.openSystem(xlConf, console).cpusByNode()
        } catch let error as HostError {
            throw CommandError(message: "\(connect): \(error.detail)")
        }
    }
}

/// A guest on its way from one format to another.
struct Conversion {
    let from: FormatName
    let to: FormatName
    /// Nil or - for standard input.
    let file: String?
    let options: ConversionOptions
    let output: OutputOptions

    func run() async throws {
        let console = output.console
        try await console.run {
            let xlConf = try XLConf.read(for: nil)
            var defaults = xlConf.configuration.guestDefaults
            defaults.cpusByNode = try await options.cpusByNode(xlConf, console)
            let name = path ?? "<stdin>"
            let read: ReadResult
            do throws(FileFailure) {
                read = from.reader(defaults, LibvirtNetworks.read()).read(try InputFile.read(path), file: name)
            } catch {
                let failure = Diagnostic(.error, .file, at: SourceLocation(file: name), error.reason)
                read = ReadResult(document: nil, diagnostics: [failure])
            }
            let diagnostics = xlConf.diagnostics + read.diagnostics
            console.report(diagnostics)
            guard let document = read.document else {
                if output.json { try console.data(json([], nil, diagnostics)) }
                return ExitStatus.error
            }
            let written = to.writer(defaults).write(document, options: WriteOptions(includesSecrets: options.secrets))
            let passedOver = read.diagnostics.contains { $0.severity == .warning && $0.reason != .deprecated }
            let isRefused = options.strict && (passedOver || !written.losses.isEmpty)
            for loss in written.losses { if isRefused { console.error("\(loss)") } else { console.warning("\(loss)") } }
            if isRefused, passedOver {
                console.error("what the file says and xenward warns about above would be lost; --strict forbids that")
            }
            if output.json {
                try console.data(json(written.losses, isRefused ? nil : written.text, diagnostics))
            } else if !isRefused {
                try console.data(written.text)
            }
            return isRefused ? ExitStatus.error : .success
        }
    }

    private func json(_ losses: [WriteResult.Loss], _ text: String?, _ diagnostics: [Diagnostic]) -> String {
        let losses = losses.map { loss -> FieldValue in
            .record([
                .init("field", .string(loss.place)), .init("value", .string(loss.value)),
                .init("reason", .string(loss.reason)),
            ])
        }
        let formats: [FieldValue.Member] = [
            .init("from", .string(from.rawValue)), .init("to", .string(to.rawValue)),
        ]
        let texts: [FieldValue.Member] = text.map { [.init("text", .string($0))] } ?? []
        return Documents.text(
            "conversion", formats + texts + [.init("losses", .list(losses)), Documents.diagnostics(diagnostics)])
    }

    private var path: String? { file == "-" ? nil : file }
}
