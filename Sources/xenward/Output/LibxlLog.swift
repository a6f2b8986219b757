import Logging

/// What is said beside what becomes of an operation, on standard error: `libxl: domid=3: words`.
///
/// What libxl warns of is part of what xenward itself reports, so that of libxl only a disaster is heard of by default; warnings are
/// xenward's own.
struct LibxlLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level

    static func logger(_ console: Console) -> Logger {
        Logger(label: "libxl") { _ in
            LibxlLog(logLevel: console.isVerbose ? .debug : console.isQuiet ? .error : .warning)
        }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let domain = event.metadata?["domid"].map { "domid=\($0): " } ?? ""
        let speaker = event.level == .warning ? "warning" : "libxl"
        Console.write("\(speaker): \(domain)\(event.message)\n", to: 2)
    }
}
