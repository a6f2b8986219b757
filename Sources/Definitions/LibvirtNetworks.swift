import Glibc

/// libvirt's own files of its networks, as they were at one time: where a definition names an interface's network, they know
/// its bridge.
public struct LibvirtNetworks: Sendable {
    /// Where libvirt keeps them.
    public static let standardDirectory = "/etc/libvirt/qemu/networks"

    private var files: [String: [UInt8]] = [:]

    /// No network.
    public init() {}

    /// Reads the NAME.xml of each network in a directory.
    ///
    /// Where there is no directory there is no network. What cannot be read, what is hidden and what is no file is none
    /// either.
    public init(directory: String) {
        guard let stream = opendir(directory) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let file = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard file.hasSuffix(".xml"), !file.hasPrefix(".") else { continue }
            do throws(SystemError) {
                files[String(file.dropLast(4))] = try FileContents(of: "\(directory)/\(file)").bytes
            } catch { continue }
        }
    }

    /// The bytes of a network's file; nil where there is none of that name. A name is never taken for a path.
    public func file(named name: String) -> [UInt8]? { files[name] }

    /// What tells these files from others; nothing where there is none.
    var digest: String {
        let lines = files.sorted { $0.key < $1.key }.map { name, bytes in
            "\(Digest.text(of: bytes, after: "")) \(name)\n"
        }
        return lines.isEmpty ? "" : Digest.text(of: lines.joined())
    }
}
