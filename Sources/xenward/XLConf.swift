import FormatSupport
import Glibc
import XLConfig

/// xl.conf(5), as far as it counts for a command.
struct XLConf: Sendable {
    var configuration = ToolstackConfiguration()
    /// Warnings and notes about the file.
    var diagnostics: [Diagnostic] = []

    /// Reads the xl.conf that counts: `$XENWARD_XL_CONF`, else on a Xen host `/etc/xen/xl.conf`, else none, so that an
    /// embedded host, and a command that looks at no host, say the same on every machine.
    ///
    /// - Parameter connection: nil for a command that looks at no host.
    /// - Throws: ``CommandError`` when there is one that cannot be used.
    static func read(for connection: Connection?) throws -> XLConf {
        let named = Environment["XENWARD_XL_CONF"]
        guard let path = named ?? (connection?.isSystem == true ? "/etc/xen/xl.conf" : nil) else { return XLConf() }
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try InputFile.read(path)
        } catch {
            // To xl, too, a host without an xl.conf is one with the defaults.
            if error.code == ENOENT, named == nil { return XLConf() }
            throw CommandError(message: "xl.conf cannot be read: \(error.message)")
        }
        let result = ToolstackReader().read(bytes, file: path)
        guard let configuration = result.configuration else {
            throw CommandError(
                message: result.diagnostics.filter { $0.severity == .error }.map { "\($0.location): \($0.message)" }
                    .joined(separator: "\n"))
        }
        return XLConf(configuration: configuration, diagnostics: result.diagnostics)
    }
}
