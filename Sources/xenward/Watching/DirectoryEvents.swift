import CLinux
import Definitions
import Dispatch
import FormatSupport
import Glibc

/// The kernel's word for changes below a directory (inotify(7)): in its folders, and in the files and folders that links in them lead
/// to.
struct DirectoryEvents: Sendable {
    private let descriptor: Int32
    private let directory: String
    /// The folder of a policy in another place; nil for none.
    private let policyFolder: String?

    /// Has something to say whenever something below the directory has changed; nil when the kernel cannot tell, as where
    /// there is no such directory, more folders than a user may watch (`fs.inotify.max_user_watches`), or a file system that others
    /// write to.
    ///
    /// - Parameter policy: a policy of another place, which may be replaced, too; nil for the one in the directory.
    static func stream(of directory: String, policy: String? = nil) -> AsyncStream<Void>? {
        guard !isShared(directory), access(directory, F_OK) == 0 else { return nil }
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let events = DirectoryEvents(
            descriptor: descriptor, directory: directory,
            policyFolder: policy.map { path in path.lastIndex(of: "/").map { String(path[...$0]) } ?? "." })
        guard events.arm() else {
            close(descriptor)
            return nil
        }
        return events.stream()
    }

    /// The descriptor belongs to the stream, and is closed when nobody listens any more.
    private func stream() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let source = DispatchSource.makeReadSource(
                fileDescriptor: descriptor, queue: DispatchQueue(label: "xenward.directory-events"))
            source.setEventHandler {
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                while read(descriptor, &buffer, buffer.count) > 0 {}
                continuation.yield()
                // What came may be a folder, and what changed may be where a link leads.
                if !arm() { continuation.finish() }
            }
            source.setCancelHandler { close(descriptor) }
            source.resume()
            // Cancelling may be asked for from any thread.
            nonisolated(unsafe) let ended = source
            continuation.onTermination = { _ in ended.cancel() }
        }
    }

    /// Watches what is not watched yet.
    private func arm() -> Bool {
        // The directory itself may be replaced by another one of its name.
        let parent = directory.hasPrefix("/") ? "\(directory)/.." : "./\(directory)/.."
        _ = inotify_add_watch(descriptor, parent, UInt32(IN_CREATE | IN_MOVED_TO))
        if let policyFolder {
            let changes = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE
            // Added to what the folder is watched for already, if it is below the directory.
            _ = inotify_add_watch(descriptor, policyFolder, UInt32(changes) | UInt32(IN_MASK_ADD))
        }
        var entered: Set<FileIdentity> = []
        return watch(directory, depth: 0, entered: &entered)
    }

    private func watch(
        _ folder: String, depth: Int, entered: inout Set<FileIdentity>
    ) -> Bool {
        let changes =
            IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF
            | IN_MOVE_SELF
        // One that is gone by now has nothing to watch; when it comes back its parent tells.
        guard inotify_add_watch(descriptor, folder, UInt32(changes)) >= 0 else { return errno == ENOENT }
        // Of a link to something large not every folder need be watched.
        guard entered.count < Self.mostFolders else { return false }
        guard depth < SourceText.depthLimit, let stream = opendir(folder) else { return true }
        defer { closedir(stream) }
        var information = stat()
        guard fstat(dirfd(stream), &information) == 0,
            entered.insert(FileIdentity(information)).inserted
        else { return true }
        var isWhole = true
        while let entry = readdir(stream) {
            let name = DirectoryFingerprint.name(of: entry)
            guard !DirectoryFingerprint.isSkipped(name) else { continue }
            let path = "\(folder)/\(name)"
            switch Int(entry.pointee.d_type) {
            case Int(DT_DIR): isWhole = watch(path, depth: depth + 1, entered: &entered) && isWhole
            // A link that leads nowhere has nothing to watch, and of another machine's folder the kernel hears nothing.
            case Int(DT_LNK) where Self.isFolder(path):
                isWhole = !Self.isShared(path) && watch(path, depth: depth + 1, entered: &entered) && isWhole
            case Int(DT_LNK): _ = inotify_add_watch(descriptor, path, UInt32(changes))
            case Int(DT_UNKNOWN): isWhole = false
            default: break
            }
        }
        return isWhole
    }

    /// A user may watch about so many (`fs.inotify.max_user_watches`), and others want some, too.
    private static let mostFolders = 4096

    private static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether changes may come from other machines, or from programs, of which the kernel hears nothing.
    private static func isShared(_ directory: String) -> Bool {
        sharedFileSystems.contains(UInt32(truncatingIfNeeded: xenward_file_system(directory)))
    }

    /// By statfs(2)'s numbers: 9P, AFS, Ceph, CIFS, Coda, FUSE, GFS2, Lustre, NFS, OCFS2, SMB, SMB2.
    private static let sharedFileSystems: Set<UInt32> = [
        0x0102_1997, 0x5346_414f, 0x00c3_6400, 0xff53_4d42, 0x7375_7245, 0x6573_5546, 0x0116_1970, 0x0bd0_0bd0, 0x6969,
        0x7461_636f, 0x517b, 0xfe53_4d42,
    ]
}
