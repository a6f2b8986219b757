import Logging

/// What libxl says, on standard error: `libxl: domid=3: words`.
///
/// Its warnings and errors are part of what xenward itself reports, so by default only a disaster is heard of.
struct LibxlLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    static func logger(_ console: Console) -> Logger {
        Logger(label: "libxl") { _ in LibxlLog(logLevel: console.isVerbose ? .debug : .error) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let domain = event.metadata?["domid"].map { "domid=\($0): " } ?? ""
        Console.write("libxl: \(domain)\(event.message)\n", to: 2)
    }
}
