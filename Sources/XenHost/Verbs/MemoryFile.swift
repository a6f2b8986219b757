import Glibc
import Host
import SystemPackage

/// A file that a guest's memory goes to: it is there whole, or not at all, and only root can read it.
struct MemoryFile {
    let path: String
    /// What writes it.
    let function: String
    let subject: Subject

    private var new: String { path + ".new" }
    private var folder: String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }

    /// Has the file written.
    ///
    /// - Parameters:
    ///   - room: what the memory will take, in KiB.
    ///   - write: writes a file of this name, and makes it if it is not there.
    func fill(room: UInt64, _ write: (String) throws(HostError) -> Void) throws(HostError) {
        _ = mkdir(folder, 0o700)
        try refuseFull(room)
        do throws(HostError) {
            // What was left by a run that was cut short.
            guard unlink(new) == 0 || errno == ENOENT else { throw failure(new) }
            try write(new)
            try settle()
        } catch {
            unlink(new)
            throw error
        }
    }

    /// The same of a file that is begun here.
    func fill(
        room: UInt64, beginningWith header: SavedFile, _ write: (FileDescriptor) throws(HostError) -> Void
    ) throws(HostError) {
        try fill(room: room) { new throws(HostError) in
            do {
                let descriptor = try FileDescriptor.open(
                    FilePath(new), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                    permissions: .ownerReadWrite)
                try descriptor.closeAfter {
                    try header.write(to: descriptor)
                    try write(descriptor)
                }
            } catch let error as HostError {
                throw error
            } catch {
                throw HostError(function, .fail, domain: subject.words, detail: "\(new): \(error)")
            }
        }
    }

    /// Has it on the disk, and under its name.
    private func settle() throws(HostError) {
        let descriptor = open(new, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw failure(new) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0, rename(new, path) == 0 else { throw failure(new) }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        _ = fsync(directory)
        close(directory)
    }

    /// A guest that is suspended for nothing has stood still for nothing, and a disk that is full keeps others down.
    private func refuseFull(_ room: UInt64) throws(HostError) {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { throw failure(folder) }
        let free = (UInt64(status.f_bavail) * UInt64(status.f_frsize)) >> 10
        // Beside the memory there is what devices and vcpus are.
        guard free > room + room / 64 + (16 << 10) else {
            throw HostError(
                function, .fail, domain: subject.words,
                detail: "its \(room >> 10) MiB of memory do not fit in \(folder), where \(free >> 10) MiB are free")
        }
    }

    private func failure(_ path: String) -> HostError {
        HostError(function, .fail, domain: subject.words, detail: "\(path): \(String(cString: strerror(errno)))")
    }
}
