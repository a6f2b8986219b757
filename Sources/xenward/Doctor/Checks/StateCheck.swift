import Definitions
import Glibc

/// Can the state be kept?
enum StateCheck {
    /// Below that, in MiB, somebody should hear of it: the history grows, too.
    private static let little: UInt64 = 64

    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard let path = patient.statePath else { return [] }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let files = HostFiles()
        guard let free = files.free(at: folder) else {
            return [
                .problem("state", at: folder, "there is no such folder", advice: "mkdir -p -m 700 \(folder)")
            ]
        }
        guard files.isWritable(folder) else {
            return [
                .problem(
                    "state", at: folder, "it cannot be written: \(String(cString: strerror(errno)))",
                    advice: "run this as root, and mount its file system for writing")
            ]
        }
        let mebibytes = free >> 20
        var findings: [Finding] = []
        if mebibytes < little {
            let text = "\(mebibytes) MiB are free; the state is written anew as a whole at every action"
            findings.append(
                mebibytes == 0
                    ? .problem("state", at: folder, text, advice: "make room")
                    : .warn("state", at: folder, text, advice: "make room"))
        }
        var information = stat()
        if stat(path, &information) == 0, information.st_mode & 0o077 != 0 {
            let mode = String(information.st_mode & 0o7777, radix: 8)
            findings.append(
                .problem(
                    "state", at: path, "others can read it (mode \(mode)), and it may hold passwords",
                    advice: "chmod 600 \(path)"))
        }
        if let home = patient.recorded?.directory, home != RealPath.absolute(patient.directory) {
            findings.append(
                .problem(
                    "state", at: path, "its guests come from \(home), and this is \(patient.directory)",
                    advice: "name the other directory, or another state with --state"))
        }
        return findings.isEmpty ? [.ok("state", "\(folder) can be written, and has room")] : findings
    }
}
