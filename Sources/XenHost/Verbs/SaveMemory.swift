import CXen
import Glibc
import Host
import SystemPackage

extension XenHost {
    public func saveMemory(of domain: DomainReference, to path: String) async throws(HostError) {
        let function = "libxl_domain_suspend"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            guard let json = try worker.retrieve(found).json(worker.context) else {
                throw HostError(function, .fail, domain: found.subject.words, detail: "its configuration cannot be had")
            }
            let need = try worker.memoryHeld(by: domain.domid)
            let file = MemoryFile(path: path, subject: found.subject)
            try file.write(SavedFile(json: json), room: need) { descriptor throws(HostError) in
                try worker.call(function, found.subject, attempt: "its memory could not be written to \(path)") {
                    libxl_domain_suspend($0, domain.domid, descriptor.rawValue, 0, nil)
                }
            }
        }
    }

    public func resume(_ domain: DomainReference) async throws(HostError) {
        let function = "libxl_domain_resume"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            try worker.call(function, found.subject, attempt: "it could not be resumed") {
                // The guest is told that it was not moved: its connections are as they were.
                libxl_domain_resume($0, domain.domid, 1, nil)
            }
        }
    }

    public func removeMemory(at path: String) async throws(HostError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw HostError("unlink", .fail, detail: "\(path): \(Errno(rawValue: errno))")
        }
    }
}

/// A file that a guest's memory goes to: it is there whole, or not at all, and only root can read it.
private struct MemoryFile {
    let path: String
    let subject: Subject

    /// - Parameter room: what the memory will take, in KiB.
    func write(
        _ header: SavedFile, room: UInt64, _ memory: (FileDescriptor) throws(HostError) -> Void
    ) throws(HostError) {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let folder = String(path[..<slash])
        _ = mkdir(folder, 0o700)
        try refuseFull(folder, room)
        let new = path + ".new"
        do {
            let descriptor = try FileDescriptor.open(
                FilePath(new), .writeOnly, options: [.create, .truncate, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite)
            try descriptor.closeAfter {
                try header.write(to: descriptor)
                try memory(descriptor)
                guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            guard rename(new, path) == 0 else { throw Errno(rawValue: errno) }
            let directory = try FileDescriptor.open(FilePath(folder), .readOnly, options: [.directory, .closeOnExec])
            try directory.closeAfter { _ = fsync(directory.rawValue) }
        } catch let error as HostError {
            unlink(new)
            throw error
        } catch {
            unlink(new)
            throw failure("\(new): \(error)")
        }
    }

    /// A guest that is suspended for nothing has stood still for nothing.
    private func refuseFull(_ folder: String, _ room: UInt64) throws(HostError) {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { throw failure("\(folder): \(Errno(rawValue: errno))") }
        let free = (UInt64(status.f_bavail) * UInt64(status.f_frsize)) >> 10
        // Beside the memory there is what devices and vcpus are.
        guard free > room + room / 64 + (16 << 10) else {
            throw failure("its \(room >> 10) MiB of memory do not fit in \(folder), where \(free >> 10) MiB are free")
        }
    }

    private func failure(_ detail: String) -> HostError {
        HostError("libxl_domain_suspend", .fail, domain: subject.words, detail: detail)
    }
}
