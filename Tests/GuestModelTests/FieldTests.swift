import GuestModel
import SeededNumbers
import Testing

@Suite("Guests can be compared and changed field by field")
struct FieldTests {
    static func guest() -> GuestConfiguration {
        var guest = GuestConfiguration(name: "web1", type: .pv(PV()))
        guest.uuid = GuestUUID("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11")
        guest.memory.target = 524_288
        guest.memory.maximum = 1_048_576
        guest.vcpus.maximum = 4
        guest.vcpus.online = [0, 1]
        guest.boot.kernel = "/boot/vmlinuz"
        for (vdev, path) in [("xvda", "/dev/vg0/web1-root"), ("xvdb", "/dev/vg0/web1-data")] {
            var disk = Disk()
            disk.vdev = vdev
            disk.path = path
            disk.format = .raw
            disk.readWrite = true
            guest.disks.append(disk)
        }
        return guest
    }

    @Test("a guest does not differ from itself")
    func same() { #expect(Self.guest().changes(to: Self.guest()) == []) }

    @Test("a change names the field with both values")
    func memory() throws {
        var other = Self.guest()
        other.memory.target = 786_432
        let change = try #require(Self.guest().changes(to: other).first)
        #expect(change.field.name == "memory.target")
        #expect(change.field.libxlPath == ["b_info", "target_memkb"])
        #expect("\(change)" == "memory.target: 512 MiB -> 768 MiB")
    }

    @Test("the order of devices is no difference")
    func order() {
        var other = Self.guest()
        other.disks.reverse()
        #expect(Self.guest().changes(to: other) == [])
    }

    @Test("a device that comes, goes or changes goes by its identity")
    func devices() {
        var other = Self.guest()
        other.disks[0].path = "/dev/vg0/web1-new"
        other.disks[1].vdev = "xvdc"
        #expect(
            Self.guest().changes(to: other).map(\.place) == ["disks[xvda].path", "disks[xvdb]", "disks[xvdc]"])
    }

    @Test("another type of guest is one change of the type")
    func type() {
        var other = Self.guest()
        other.type = .hvm(HVM())
        #expect(Self.guest().changes(to: other).map(\.description) == [#"type: "pv" -> "hvm""#])
    }

    @Test("a password is never shown")
    func secrets() throws {
        var vfb = VirtualFramebuffer()
        vfb.devid = 0
        var before = Self.guest()
        before.framebuffers = [vfb]
        var after = before
        after.framebuffers[0].vnc.password = "hunter2"
        let change = try #require(before.changes(to: after).first)
        #expect("\(change)" == "framebuffers[0].vnc.password: none -> (secret)")
        let whole = try #require(Self.guest().changes(to: after).first)
        #expect(!"\(whole)".contains("hunter2"))
    }

    @Test("making all changes gives the other guest; making some gives something between", arguments: 0..<200)
    func applying(seed: UInt64) throws {
        var generator = SeededNumbers(seed: seed)
        let a = GuestConfiguration.random(using: &generator)
        var b = GuestConfiguration.random(using: &generator)
        b.type = a.type
        let changes = a.changes(to: b)
        let whole = try a.applying(changes)
        #expect(whole.changes(to: b) == [])
        let some = changes.filter { _ in Bool.random(using: &generator) }
        let between = try a.applying(some)
        #expect(Set(between.changes(to: b)) == Set(changes).subtracting(some))
    }

    @Test("every field has a name of its own")
    func names() {
        let names = Field.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
