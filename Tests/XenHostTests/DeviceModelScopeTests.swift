import Foundation
import Host
import Testing

@testable import XenHost

/// A device model outlives the unit and the login session whose process started it.
@Suite struct DeviceModelScopeTests {
    private let scope = DeviceModelScope(domid: 7, guest: "web", process: 4711)

    @Test func aScopeIsAskedForAsSystemdWantsItAsked() {
        #expect(
            scope.busctlArguments == [
                "--quiet", "--timeout=5", "call", "org.freedesktop.systemd1", "/org/freedesktop/systemd1",
                "org.freedesktop.systemd1.Manager", "StartTransientUnit", "ssa(sv)a(sa(sv))",
                "xenward-qemu-dm-7.scope", "fail", "6",
                "PIDs", "au", "1", "4711",
                "Slice", "s", "xenward.slice",
                "Description", "s", "Device model of Xen's domain 7, web",
                "After", "as", "1", "remote-fs.target",
                "Before", "as", "2", "xenward-guests.service", "xendomains.service",
                "CollectMode", "s", "inactive-or-failed",
                "0",
            ])
    }

    @Test func whatBusctlSaysAgainstItIsTheReason() throws {
        let busctl = try PretendedBusctl()
        try busctl.script("echo 'Call failed: Unit exists' >&2; exit 1")
        #expect(refusal(of: busctl.manager) == "\(busctl.path): Call failed: Unit exists")
        try busctl.script("exit 3")
        #expect(refusal(of: busctl.manager) == "\(busctl.path): it ended with the status 3")
        // Under valgrind a program that is not there is one that has ended.
        let absent = try #require(refusal(of: ServiceManager(busctl: busctl.path + "-not")))
        #expect(
            ["No such file or directory", "it ended with the status 127"].map { "\(busctl.path)-not: \($0)" }.contains(
                absent))
    }

    private func refusal(of manager: ServiceManager) -> String? {
        do throws(HostError) {
            try manager.start(scope)
            return nil
        } catch {
            return error.detail
        }
    }
}

extension XenHostTests {
    @Suite struct DeviceModels {
        let pretended: PretendedHost

        init() throws { pretended = try PretendedHost() }

        @Test func aDomainsDeviceModelIsTheProcessThatLibxlNotes() async throws {
            let busctl = try PretendedBusctl()
            let host = try pretended.open(nil, nil, busctl.manager)
            pretended.store["/local/domain/7/image/device-model-pid"] = "4711"
            for domid: Domid in [6, 7] {
                try await host.pool.use { worker throws(HostError) in
                    worker.setApartDeviceModel(of: domid, "web", host.serviceManager)
                }
            }
            let scope = DeviceModelScope(domid: 7, guest: "web", process: 4711)
            #expect(try busctl.heard == scope.busctlArguments, "domain 6 has none")
        }
    }
}

/// A program that takes the place of busctl(1): it writes down what it is told.
private final class PretendedBusctl {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "xenward-busctl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try script("printf '%s\\n' \"$@\" >> '\(folder.path)/heard'")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.appending(path: "busctl").path }
    var manager: ServiceManager { ServiceManager(busctl: path) }

    /// Every word of every call.
    var heard: [String] {
        get throws {
            try String(contentsOf: folder.appending(path: "heard"), encoding: .utf8).split(separator: "\n")
                .map(String.init)
        }
    }

    func script(_ text: String) throws {
        try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
    }
}
