import Foundation
import HypercallStandIn

/// Debian's xenstored, as this process's own child on a socket of its own. It ends when this process does, however that
/// comes about: its standard input is a pipe whose other end only this process has.
final class Xenstored: Sendable {
    /// Nil where xenstored, a C compiler or Xen's headers are not installed.
    static let shared = Xenstored()

    static let whyNot = "needs xen-utils-4.17, libxen-dev and a C compiler"

    /// Everything that the tests write is below it.
    static let folder = FileManager.default.temporaryDirectory.appending(path: "xenward-xenhost-\(getpid())")

    private let life = ChildPipe()

    private init?() {
        let program = "/usr/lib/xen-4.17/bin/xenstored"
        guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
        let (run, standIn) = (Self.folder.appending(path: "xenstored"), Self.folder.appending(path: "xenstored.so"))
        let socket = run.appending(path: "socket").path
        do {
            for path in ["xenstored", "var/lib/xen", "var/run/xen"] {
                try FileManager.default.createDirectory(
                    at: Self.folder.appending(path: path), withIntermediateDirectories: true)
            }
            atexit { try? FileManager.default.removeItem(at: Xenstored.folder) }
            try Self.compile(standIn)
            _ = try Child(
                program, ["--no-fork", "--pid-file", run.appending(path: "pid").path],
                environment: [
                    "LD_PRELOAD": standIn.path, "XENSTORED_RUNDIR": run.path, "XENSTORED_ROOTDIR": run.path,
                ], input: life.readEnd.fileDescriptor)
        } catch {
            return nil
        }
        // libxenstore and libxl look here, and below these folders, from now on.
        setenv("XENSTORED_PATH", socket, 1)
        standin_redirect(Self.folder.path)
        for _ in 0..<1000 where !FileManager.default.fileExists(atPath: socket) { usleep(10_000) }
    }

    private struct CompilerFailed: Error {}

    private static func compile(_ library: URL) throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Support/HypercallStandIn")
        let files = ["world.c", "sysctl.c", "domctl.c", "xencall.c", "for-xenstored/xenstored.c"]
        let compiler = try Child(
            "cc",
            ["-shared", "-fPIC", "-O1", "-I", sources.appending(path: "include").path, "-o", library.path]
                + files.map { sources.appending(path: $0).path } + ["-ldl", "-lpthread"])
        guard compiler.wait() == 0 else { throw CompilerFailed() }
    }
}
