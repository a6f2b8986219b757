import FormatSupport
import Foundation
import GuestModel
import Testing

/// A directory of definitions, a host in a file and a state, for one test; and the program itself.
final class Workplace {
    /// A guest with a secret, as an xl.cfg.
    static let withPassword = """
        name = "screen"
        type = "hvm"
        memory = 512
        vnc = 1
        vncpasswd = "opensesame"
        """

    let root: String
    var definitions: String { root + "/guests" }
    var host: String { root + "/host.yaml" }
    var state: String { root + "/state.yaml" }

    init() throws {
        root = NSTemporaryDirectory() + "xenward-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root + "/guests", withIntermediateDirectories: true)
    }

    deinit {
        chmod(definitions, 0o755)
        try? FileManager.default.removeItem(atPath: root)
    }

    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs a command on this workplace's host and state.
    func xenward(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Outcome {
        try run(arguments, input: input, environment: environment)
    }

    /// The same, with arguments in a list.
    func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Outcome {
        let isBare =
            ["convert", "validate", "--help", "--version"].contains(arguments[0]) || arguments.contains("--help")
        let place = isBare ? [] : ["--connect", "test://\(host)", "--state", state]
        return try Self.run(arguments + place, in: root, input: input, environment: environment)
    }

    /// Starts a command on this workplace's host and state that does not end by itself; its words go to a file.
    func start(_ arguments: [String]) throws -> (Process, log: String) {
        let process = try Self.process(arguments + ["--connect", "test://\(host)", "--state", state], in: root)
        let log = root + "/log-" + UUID().uuidString
        process.standardError = try Self.emptyFile(log)
        try process.run()
        return (process, log)
    }

    /// Starts a watcher that has nothing to wait for but what happens.
    func watch() throws -> (Process, log: String) { try start(["watch", "guests", "--interval", "3600"]) }

    private static func process(
        _ arguments: [String], in directory: String, environment: [String: String] = [:], program: String? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try program ?? Self.program())
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        var variables = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("XENWARD") && !$0.key.hasPrefix("WATCHDOG_")
                && !["LIBVIRT_DEFAULT_URI", "NO_COLOR", "NOTIFY_SOCKET"].contains($0.key)
        }
        variables.merge(environment) { $1 }
        process.environment = variables
        return process
    }

    private static func emptyFile(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    static func run(
        _ arguments: [String], in directory: String, input: String = "", environment: [String: String] = [:],
        program: String? = nil
    ) throws -> Outcome {
        let process = try process(arguments, in: directory, environment: environment, program: program)
        // Files rather than pipes: nothing can block, however much is written.
        let base = NSTemporaryDirectory() + "xenward-io-" + UUID().uuidString
        defer { for name in ["in", "out", "err"] { try? FileManager.default.removeItem(atPath: "\(base).\(name)") } }
        try input.write(toFile: "\(base).in", atomically: false, encoding: .utf8)
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(base).in"))
        process.standardOutput = try emptyFile("\(base).out")
        process.standardError = try emptyFile("\(base).err")
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try String(contentsOfFile: "\(base).out", encoding: .utf8),
            errors: try String(contentsOfFile: "\(base).err", encoding: .utf8))
    }

    /// The program under test, which is built beside the tests.
    static func program() throws -> String {
        let folders = [
            Bundle.main.bundleURL.deletingLastPathComponent(),
            URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
        ]
        let paths = folders.map { $0.appendingPathComponent("xenward").path }
        return try #require(paths.first { FileManager.default.isExecutableFile(atPath: $0) })
    }

    func write(_ text: String, to name: String) throws {
        let path = definitions + "/" + name
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: definitions + "/" + name))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: definitions + "/" + name) }

    /// What the host's file holds, to see whether anything was done.
    var world: String? { try? String(contentsOfFile: host, encoding: .utf8) }

    /// One in which two guests are defined and run: mail as domain 1, web1 as domain 2.
    static func withTwoRunningGuests() throws -> Workplace {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--parallelism", "1").status == 0)
        return place
    }

    /// Two guests, one of each format.
    func writeTwoGuests() throws {
        try write(Self.web, to: "web1.cfg")
        try write(Self.mail, to: "mail.xml")
    }

    static let web = """
        name     = "web1"
        type     = "pvh"
        kernel   = "/boot/vmlinuz"
        memory   = 512
        maxmem   = 1024
        vcpus    = 2
        maxvcpus = 4
        disk     = [ "/dev/vg0/web1,raw,xvda,rw" ]
        vif      = [ "mac=00:16:3e:00:00:01,bridge=xenbr0" ]

        """

    static let mail = """
        <domain type='xen'>
          <name>mail</name>
          <uuid>0b7c6d9e-41f2-4c3a-8a57-2f6f0c1d9e01</uuid>
          <memory unit='MiB'>512</memory>
          <currentMemory unit='MiB'>256</currentMemory>
          <vcpu>1</vcpu>
          <bootloader>/usr/bin/pygrub</bootloader>
          <os><type>linux</type></os>
          <devices>
            <disk type='block'>
              <source dev='/dev/vg0/mail'/>
              <target dev='xvda'/>
            </disk>
          </devices>
        </domain>

        """
}

/// Compares with a golden file; XENWARD_UPDATE_GOLDEN=1 writes it anew.
func expectGolden(_ text: String, _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
    if ProcessInfo.processInfo.environment["XENWARD_UPDATE_GOLDEN"] == "1" {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return
    }
    let golden = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text == golden, sourceLocation: sourceLocation)
}

/// Whether it comes to hold within half a minute.
func soon(_ holds: () throws -> Bool) async throws -> Bool {
    for _ in 0..<150 {
        if try holds() { return true }
        try await Task.sleep(for: .milliseconds(200))
    }
    return false
}

/// The same of what a file says.
func soon(_ log: String, _ holds: (String) -> Bool) async throws -> Bool {
    try await soon { holds(try String(contentsOfFile: log, encoding: .utf8)) }
}
