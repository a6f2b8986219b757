import Dispatch
import Glibc

/// The kernel's word for changes below a directory (inotify(7)): in its folders, and in the files that links in them lead to.
struct DirectoryEvents: Sendable {
    private let descriptor: Int32
    private let directory: String

    /// Has something to say whenever something below the directory has changed; nil when the kernel cannot tell, as where
    /// there is no such directory, or more folders than a user may watch (`fs.inotify.max_user_watches`).
    static func stream(of directory: String) -> AsyncStream<Void>? {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let events = DirectoryEvents(descriptor: descriptor, directory: directory)
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
                // What came may be a folder, and what changed may be where a link leads.
                _ = arm()
                continuation.yield()
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
        return watch(directory, depth: 0)
    }

    private func watch(_ folder: String, depth: Int) -> Bool {
        let changes =
            IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF
            | IN_MOVE_SELF
        guard inotify_add_watch(descriptor, folder, UInt32(changes)) >= 0 else { return false }
        guard depth < DirectoryFingerprint.depthLimit, let stream = opendir(folder) else { return true }
        defer { closedir(stream) }
        var isWhole = true
        while let entry = readdir(stream) {
            let name = DirectoryFingerprint.name(of: entry)
            guard !DirectoryFingerprint.isSkipped(name) else { continue }
            let path = "\(folder)/\(name)"
            switch Int(entry.pointee.d_type) {
            case Int(DT_DIR): isWhole = watch(path, depth: depth + 1) && isWhole
            // A link that leads nowhere has nothing to watch.
            case Int(DT_LNK): _ = inotify_add_watch(descriptor, path, UInt32(changes))
            default: break
            }
        }
        return isWhole
    }
}
