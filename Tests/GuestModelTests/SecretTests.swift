import GuestModel
import Testing

@Suite("What opens something is not shown")
struct SecretTests {
    @Test(
        "in the path of a disk",
        arguments: [
            ("/dev/vg0/password=x", "/dev/vg0/password=x"),
            ("rbd:pool/x:id=u:key=hunter\\:2:mon_host=a", "rbd:pool/x:id=u:key=(secret):mon_host=a"),
            ("nbd://user:hunter2@host/x", "nbd://user:(secret)@host/x"),
            ("iscsi://user%hunter2@host/iqn/0", "iscsi://user%(secret)@host/iqn/0"),
            ("https://host/a:b@c", "https://host/a:b@c"),
            ("file=nbd://h:10809,user=me@x", "file=nbd://h:10809,user=me@x"),
            (
                #"json:{"key-secret":"sec0","password-secret":"sec1"}"#,
                #"json:{"key-secret":"sec0","password-secret":"sec1"}"#
            ),
            ("iqn=iqn.x,user=u,password=hunter2,portal=p", "iqn=iqn.x,user=u,password=(secret),portal=p"),
            (
                #"json:{"driver":"ssh","password": "hu\"nter2","x":1}"#,
                #"json:{"driver":"ssh","password": "(secret)","x":1}"#
            ),
        ])
    func disks(_ path: String, _ shown: String) {
        #expect(Disk.shown(path) == shown)
    }

    @Test(
        "in QEMU's arguments",
        arguments: [
            ("secret,id=sec0,data=hunter2", "secret,id=sec0,data=(secret)"),
            ("secret,data=hunter2,id=sec0", "secret,data=(secret),id=sec0"),
            ("secret,data=a,,hunter2,id=sec0", "secret,data=(secret),id=sec0"),
            ("spice,password=hunter2,port=1", "spice,password=(secret),port=1"),
            ("tcp,data=5", "tcp,data=5"),
            ("-object", "-object"),
        ])
    func arguments(_ argument: String, _ shown: String) {
        #expect(DeviceModel.shown(argument) == shown)
        var guest = GuestConfiguration(name: "a", type: .hvm(HVM()))
        guest.deviceModel.arguments = [argument]
        var other = guest
        other.deviceModel.arguments = ["another"]
        #expect(!"\(guest.changes(to: other))".contains("hunter2"))
        guest.hideSecrets()
        #expect(guest.deviceModel.arguments == [shown])
    }
}
