import FormatSupport
import GuestModel

/// Reads xl.cfg(5) as xl 4.17 does.
///
/// What xl says or does about a file in silence is said aloud here: keys it does not know or passes over are warnings.
/// What xl only complains about, going on as if the value had not been given, is an error.
public struct XLConfigReader: GuestReader {
    /// What the host's xl.conf(5) contributes.
    public let host: HostDefaults

    public init(host: HostDefaults = HostDefaults()) { self.host = host }

    public func read(_ bytes: [UInt8], file: String) -> ReadResult {
        if let problem = SourceText.check(bytes, file: file, comments: Tokenizer.comments(in:)) {
            return ReadResult(document: nil, diagnostics: [problem])
        }
        let syntax = SettingsParser.parse(bytes)
        guard syntax.isUsable else { return syntax.refusal(of: file) }
        let reading = interpret(syntax, file: file)
        let document = GuestDocument(
            configuration: reading.configuration, annotations: reading.annotations,
            provenance: SourceLocation(file: file, line: 1, column: 1))
        return ReadResult(document: document, diagnostics: reading.diagnostics)
    }

    /// What the settings mean. The order matters: the type decides what counts, and devices are numbered as xl does.
    func interpret(_ syntax: SettingsFile, file: String) -> GuestReading {
        var reading = read(syntax.settings, file: file) { $0.readDevices() }
        reading.remarkOnKeys(syntax)
        reading.checkRules()
        return reading
    }

    /// What settings mean, with somebody's own word on the devices that are told in them.
    package func read(
        _ settings: Settings, file: String, devices: (inout GuestReading) -> Void
    ) -> GuestReading {
        var reading = GuestReading(settings, file: file, host: host)
        reading.readIdentity()
        reading.configuration.boot.firstDisk = host.firstDisk
        reading.configuration.limits.grantFrames = host.maxGrantFrames
        reading.configuration.limits.maptrackFrames = host.maxMaptrackFrames
        reading.configuration.limits.grantVersion = host.maxGrantVersion
        reading.configuration.shutdownActions.onReboot = .restart
        reading.configuration.shutdownActions.onSoftReset = .softReset
        reading.readMemory()
        reading.readProcessors()
        reading.readVirtualNodes()
        reading.readAffinities()
        reading.applyCPUMasks()
        reading.readScalars()
        reading.readCPUID()
        reading.readBoot()
        reading.readEmulation()
        devices(&reading)
        reading.readHardware()
        reading.readAnnotations()
        return reading
    }
}
