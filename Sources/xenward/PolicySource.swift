import Definitions
import FormatSupport
import Glibc
import GuestModel
import Policy
import YAML

/// Where the policy is: the file that `--config` names, else xenward.yaml in the definitions directory, else nowhere.
enum PolicySource {
    /// - Throws: ``CommandError`` when there is one that is not understood whole: nobody knows what it forbids.
    ///
    /// - Parameter isTrusted: whoever could have written it.
    static func read(_ path: String?, directory: String, isTrusted: Bool = true) throws -> Policy {
        let file = self.path(path, in: directory)
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try InputFile.read(file, isRegular: true)
        } catch {
            // A link that leads nowhere is a policy that nobody can read.
            if path == nil, error.code == ENOENT, !isLink(file) {
                try refuseMisspelt(in: directory)
                return Policy()
            }
            if path == nil, error.code == ENOTDIR {
                throw CommandError(message: "\(directory) is no directory; name the one that the definitions are in")
            }
            throw CommandError(message: "the policy cannot be read: \(error.message)")
        }
        // As a disk that was full, or a machine without power, leaves a file that somebody was writing.
        guard bytes.contains(where: { ![0, 0x20, 0x09, 0x0a, 0x0d].contains($0) }) else {
            throw CommandError(
                message: "\(file): the policy is empty, and nobody knows what it said; write it anew, or remove it")
        }
        if !isTrusted, let reason = DefinitionSet.objection(to: file) {
            throw CommandError(
                message: "\(file): \(reason), so that the policy is not to be trusted; mend that, or give "
                    + "--insecure-definitions")
        }
        do throws(YAMLError) {
            return try PolicyFile.read(bytes)
        } catch {
            throw CommandError(
                message: "\(file):\(error.position.line):\(error.position.column): \(error.message); nothing was done")
        }
    }

    /// Where it would be.
    static func path(_ named: String?, in directory: String) -> String { named ?? "\(directory)/xenward.yaml" }

    /// Whoever writes a policy wants it to be heeded.
    private static func refuseMisspelt(in directory: String) throws {
        let other = "\(directory)/xenward.yml"
        guard access(other, F_OK) == 0 else { return }
        throw CommandError(
            message: "\(other): a policy is called xenward.yaml, and this one would not be heeded; rename it")
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
