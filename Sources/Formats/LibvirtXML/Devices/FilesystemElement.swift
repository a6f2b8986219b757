import FormatSupport
import GuestModel

/// `filesystem`: a directory of dom0's, shared by 9pfs.
enum FilesystemElement {
    /// libvirt's words for what QEMU makes of owners and modes, and QEMU's.
    private static let models: KeyValuePairs<String, String> = [
        "squash": "none", "mapped": "mapped", "passthrough": "passthrough",
    ]

    static func read(_ devices: Element, into draft: inout DomainDraft) {
        for element in devices.children("filesystem") {
            if let type = element.attribute("type"), type.text != "mount" {
                element.dismiss(.error, .unsupported, "Xen shares directories: a <filesystem> is of type 'mount'")
                continue
            }
            if let driver = element.child("driver")?.attribute("type"), driver.text != "path" {
                driver.note(.error, .unsupported, "Xen shares by 9pfs, which is driver 'path'")
            }
            var shared = P9Filesystem()
            shared.path = element.child("source")?.attribute("dir")?.text
            shared.tag = element.child("target")?.attribute("dir")?.text
            shared.securityModel = element.attribute("accessmode").map { $0.choice(models) } ?? "none"
            if shared.path == nil { element.lacks("a <source> with a dir") }
            if shared.tag == nil { element.lacks("a <target> with a dir, the name that the guest mounts") }
            draft.guest.p9Filesystems.append(shared)
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        for shared in guest.p9Filesystems {
            guard let path = shared.path, let tag = shared.tag else { continue }
            let mode = models.first { $0.value == shared.securityModel }?.key
            output.element("filesystem", ["type": "mount", "accessmode": mode]) { output in
                output.element("source", ["dir": path])
                output.element("target", ["dir": tag])
            }
        }
    }
}
