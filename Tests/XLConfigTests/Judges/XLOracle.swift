import FormatSupport
import Foundation
import GuestModel

/// Debian's own xl, asked what it makes of a file: `xl create -n`, on a host that a stand-in for the hypervisor
/// pretends to (Tests/Support/HypercallStandIn).
struct XLOracle: Sendable {
    /// What xl says about a file.
    enum Answer {
        /// The guest, as libxl's JSON.
        case guest(FieldValue)
        /// It makes a guest, and complains on the way that it does not use a value.
        case complains(FieldValue, String)
        case refuses(String)
    }

    private static let xl = "/usr/lib/xen-4.17/bin/xl"
    private let standIn: URL

    /// Nil where xl 4.17, a C compiler or Xen's headers are not installed.
    static let shared = XLOracle()

    static let whyNot: String = "needs xen-utils-4.17, libxen-dev and a C compiler"

    private static let folder = FileManager.default.temporaryDirectory.appending(path: "xenward-oracle-\(getpid())")

    private init?() {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Support/HypercallStandIn")
        let folder = XLOracle.folder
        standIn = folder.appending(path: "standin.so")
        guard FileManager.default.isExecutableFile(atPath: XLOracle.xl) else { return nil }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            atexit { try? FileManager.default.removeItem(at: XLOracle.folder) }
            let files = ["world.c", "sysctl.c", "domctl.c", "xencall.c", "for-xl/xl.c"]
            let arguments =
                ["cc", "-shared", "-fPIC", "-O1", "-I", sources.appending(path: "include").path, "-o", standIn.path]
                + files.map { sources.appending(path: $0).path } + ["-ldl"]
            guard try XLOracle.run("/usr/bin/env", arguments, [:]).status == 0 else { return nil }
        } catch {
            return nil
        }
    }

    /// What xl makes of a text, on a host with that many cpus and NUMA nodes and that xl.conf.
    func answer(to text: String, cpus: Int = 8, nodes: Int = 1, xlConf: String = "") throws -> Answer {
        let file = standIn.deletingLastPathComponent().appending(path: "\(UUID().uuidString).cfg")
        let conf = file.deletingPathExtension().appendingPathExtension("conf")
        try text.write(to: file, atomically: false, encoding: .utf8)
        try xlConf.write(to: conf, atomically: false, encoding: .utf8)
        defer { for file in [file, conf] { try? FileManager.default.removeItem(at: file) } }
        let result = try XLOracle.run(
            XLOracle.xl, ["create", "-q", "-n", file.path],
            [
                "LD_PRELOAD": standIn.path, "STANDIN_CPUS": "\(cpus)", "STANDIN_NODES": "\(nodes)",
                "STANDIN_XL_CONF": conf.path,
            ])
        guard result.status == 0 else { return .refuses(result.errors) }
        let tree = try JSONReader.read(Array(result.output))
        let complaints = [
            "is not a valid number", "but should be a", "could not be parsed", "Invalid parameter", "error #",
            "error: first word", "invalid autoballoon option", "invalid domid_policy option",
            "the global config option",
        ]
        return complaints.contains { result.errors.contains($0) } ? .complains(tree, result.errors) : .guest(tree)
    }

    /// The keys that xl asks for while it reads a text, those of xl.conf among them.
    func keysAsked(reading text: String) throws -> Set<String> {
        let folder = standIn.deletingLastPathComponent()
        let (file, keys) = (folder.appending(path: "\(UUID()).cfg"), folder.appending(path: "\(UUID()).keys"))
        try text.write(to: file, atomically: false, encoding: .utf8)
        defer {
            try? FileManager.default.removeItem(at: file)
            try? FileManager.default.removeItem(at: keys)
        }
        _ = try XLOracle.run(
            XLOracle.xl, ["create", "-q", "-n", file.path],
            ["LD_PRELOAD": standIn.path, "STANDIN_KEYS": keys.path])
        return Set(try String(contentsOf: keys, encoding: .utf8).split(separator: "\n").map(String.init))
    }

    private static func run(
        _ program: String, _ arguments: [String], _ environment: [String: String]
    ) throws -> (status: Int32, output: Data, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let messages = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : -1
        return (status, text, String(decoding: messages, as: UTF8.self))
    }
}

extension FieldValue {
    /// The tree without `c_info.uuid`, which xl makes up when the file gives none.
    var withoutUUID: FieldValue {
        guard case .record(let members) = self else { return self }
        return .record(
            members.map { member in
                guard member.name == "c_info", case .record(let inner) = member.value else { return member }
                return Member(member.name, .record(inner.filter { $0.name != "uuid" }))
            })
    }
}
