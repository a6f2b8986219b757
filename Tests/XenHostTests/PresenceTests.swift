import Foundation
import Host
import Testing

@testable import XenHost

/// Without Xen, or without the right to it, one line says what is missing.
@Suite struct PresenceTests {
    private let machine = Machine()

    @Test func aMachineWithoutXenIsToldSo() {
        #expect(machine.refusal()?.hasPrefix("this machine does not run Xen: there is no /dev/xen/privcmd") == true)
    }

    @Test func onlyRootMayTalkToXen() throws {
        try machine.add("dev/xen/privcmd")
        #expect(machine.refusal(user: 1000) == "only root may talk to Xen; use sudo")
    }

    @Test func aGuestIsNoHost() throws {
        try machine.add("dev/xen/privcmd")
        try machine.add("proc/xen/capabilities", "\n")
        #expect(machine.refusal() == "this is a guest of a Xen host, and only dom0 may control the others")
    }

    @Test func aMissingXenstoredIsNamed() throws {
        try machine.add("dev/xen/privcmd")
        try machine.add("proc/xen/capabilities", "control_d\n")
        #expect(machine.refusal()?.hasPrefix("xenstored does not run") == true)
    }

    @Test func dom0IsAHost() throws {
        try machine.add("dev/xen/privcmd")
        try machine.add("proc/xen/capabilities", "control_d\n")
        try machine.add("run/xenstored/socket")
        #expect(machine.refusal() == nil)
    }
}

/// The files of a machine, in a folder of their own.
private final class Machine {
    let root = FileManager.default.temporaryDirectory.appending(path: "xenward-machine-\(UUID())")

    deinit { try? FileManager.default.removeItem(at: root) }

    func add(_ path: String, _ content: String = "") throws {
        let file = root.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content.utf8).write(to: file)
    }

    func refusal(user: uid_t = 0) -> String? {
        do throws(HostError) {
            try Presence(root: root.path, user: user).check()
            return nil
        } catch {
            return error.detail
        }
    }
}
