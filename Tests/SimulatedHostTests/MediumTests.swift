import GuestModel
import Host
import SimulatedHost
import Testing

@Suite("A CD drive keeps its place, and takes another medium") struct MediumTests {
    private func drive(_ path: String?) -> Disk {
        var drive = disk("hdc")
        drive.path = path
        drive.cdrom = true
        drive.readWrite = false
        return drive
    }

    @Test("A medium goes in, another in its place, and out again")
    func change() async throws {
        let host = newHost()
        let web = try await host.start(guest("web", 1, .hvm) { $0.disks = [drive(nil)] })
        for path in ["/iso/a.iso", "/iso/b.iso", nil] {
            try await host.insertMedium(drive(path), in: web)
            #expect(try await host.configuration(web).disks == [drive(path)])
        }
    }

    @Test("Neither a guest without such a drive, nor one with a stub domain, nor one that is not HVM takes a medium")
    func refused() async throws {
        let host = newHost { $0.machine.missing = ["/iso/gone.iso"] }
        let bare = try await host.start(guest("bare", 1, .hvm) { $0.disks = [disk("hdc")] })
        let stub = try await host.start(
            guest("stub", 2, .hvm) {
                $0.disks = [drive(nil)]
                $0.deviceModel.stubdomain = true
            })
        let pvh = try await host.start(guest("pvh", 3) { $0.disks = [drive(nil)] })
        for domain in [bare, stub, pvh] {
            #expect(await code { try await host.insertMedium(drive("/iso/a.iso"), in: domain) } == .invalid)
        }
        let hvm = try await host.start(guest("hvm", 4, .hvm) { $0.disks = [drive("/iso/a.iso")] })
        #expect(await code { try await host.insertMedium(drive("/iso/gone.iso"), in: hvm) } == .fail)
        #expect(try await host.configuration(hvm).disks == [drive("/iso/a.iso")])
    }
}
