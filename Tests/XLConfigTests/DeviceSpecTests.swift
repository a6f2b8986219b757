import CXen
import GuestModel
import Testing

@testable import XLConfig

// libxlutil splits rates with strtok, which two threads must not use at once.
@Suite("Specifications of devices", .serialized)
struct DeviceSpecTests {
    @Test("15,000 random disk specifications mean to us what they mean to libxlutil")
    func disks() {
        let words = [
            "target=", "format=", "vdev=", "access=", "devtype=", "backend=", "backendtype=", "script=",
            "specification=", "colo-host=", "colo-export=", "active-disk=", "hidden-disk=", "raw",
            "qcow", "qcow2", "vhd", "qed", "empty", "aio", "cdrom", "disk", "direct-io-safe", "discard", "no-discard",
            "colo", "no-colo", "trusted", "phy", "qdisk", "tap", "standalone", "xen", "virtio", "rw", "w", "ro", "r",
            "w!", "xvda", "hdc", "hdc:cdrom", "xvda:disk", "/dev/vg0/a", "/srv/b.img", "vg0/a", "raw:", "qcow:",
            "qcow2:", "vhd:", "qed:", "iscsi:", "nbd:", "enbd:", "drbd:", "tapdisk:", "tap:", "tap2:", "aio:", "ioemu:",
            "file:", "phy:", "foo:", "rbd:pool", "http://a", ":", "=", ",", ",", ",", ",", ",", " ", "\t", "1", "A",
            "foo=x", "foo_bar=x", "é", "-", "!",
        ]
        let samples = [
            "format=raw, vdev=xvda, access=rw, target=/dev/vg0/a", "/dev/vg0/a,raw,xvda,rw", "/srv/cd.iso,,hdc,,cdrom",
            "phy:/dev/vg0/a,xvda,w", "tap:aio:/srv/a.img,xvda,w", ",hdc:cdrom,r", "file:/srv/cd.iso,hdc:cdrom,r",
            "vdev=xvda,script=block-iscsi,target=iqn.2026-01.example:a,lun 0", "vdev=hdc,devtype=cdrom",
            "vdev=xvda,target=/a,", "vdev=xvda,target=/a,,", "vdev=xvda,target=,",
            "a,,xvda,colo,colo-host=h,colo-export=e,active-disk=a,hidden-disk=b",
        ]
        var texts = RandomText(seed: 0xd15c, words: words, samples: samples)
        var accepted = 0
        for _ in 0..<15_000 {
            let text = String(decoding: texts.next(), as: UTF8.self)
            // A specification of several lines is refused here without asking what libxlutil would make of it.
            if text.contains("\n") { continue }
            let theirs = Libxlutil.disk(text)
            var ours: FieldValue?
            do throws(SpecError) { ours = Disk.fields.encode(try DiskSpec.read(text)) } catch {}
            if theirs != nil { accepted += 1 }
            if ours?.sorted != theirs?.sorted {
                Issue.record(
                    """
                    \(text.debugDescription): libxlutil \(theirs.map { "reads \($0.sorted)" } ?? "refuses it"), we \
                    \(ours.map { "read \($0.sorted)" } ?? "refuse it")
                    """)
                return
            }
        }
        #expect(accepted > 1_000)
    }

    @Test("10,000 random rates mean to us what they mean to libxlutil")
    func rates() {
        let words = [
            "0", "1", "8", "10", "07", "4294967295", "4294967296", "K", "M", "G", "k", "b", "B", "/s", "/", "s", "@",
            "m", "u", "ms", "us", " ", "10Mb/s", "1GB/s@20ms", "KB/s", "x",
        ]
        var texts = RandomText(
            seed: 0x4a7e, words: words, samples: ["10Mb/s", "500KB/s@20ms", "3GB/s@1s", "4294967295GB/s@1us"])
        var accepted = 0
        for _ in 0..<10_000 {
            let text = String(decoding: texts.next(), as: UTF8.self)
            // libxlutil reads 010 as 8, and 08 as 0 followed by rubbish; nobody means either.
            if text.contains(/(^|[^0-9])0[0-9]/) { continue }
            let theirs = Libxlutil.rate(text)
            var ours: NetworkRate?
            do throws(SpecError) { ours = try NetworkRate(text) } catch {}
            if theirs != nil { accepted += 1 }
            if ours != theirs {
                Issue.record("\(text.debugDescription): libxlutil \(theirs as Any), we \(ours as Any)")
                return
            }
        }
        #expect(accepted > 250)
    }

    @Test("what we read of 10,000 random PCI specifications, libxlutil reads too, and the same")
    func pci() {
        let words = [
            "0000", "03", "00", "1f", "20", "0", "7", "8", "*", ":", ".", "@", ",", "=", "bdf=", "name=", "vslot=",
            "msitranslate=", "power_mgmt=", "permissive=", "seize=", "rdm_policy=", "strict", "relaxed", "1", "a",
            "foo=", "03:00.0", "0000:03:00.0", "x", "ffff", "10000", "-1", " ",
        ]
        let samples = ["0000:03:00.0,permissive=1", "03:1f.7@a,seize=1", "name=nic0", "bdf=03:00.*,rdm_policy=relaxed"]
        var texts = RandomText(seed: 0x9c1, words: words, samples: samples)
        var accepted = 0
        for text in samples.map({ Array($0.utf8) }) + (0..<10_000).map({ _ in texts.next() }) {
            let text = String(decoding: text, as: UTF8.self)
            var device = PCIDevice()
            // libxlutil lets blanks, signs and rubbish stand around numbers; here they are refused.
            do throws(SpecError) { try PCISpec.read(text, into: &device) } catch { continue }
            accepted += 1
            let (ours, theirs) = (PCIDevice.fields.encode(device), Libxlutil.pci(text))
            if ours.sorted != theirs?.sorted {
                Issue.record("\(text.debugDescription): libxlutil \(theirs as Any), we \(ours)")
                return
            }
        }
        #expect(accepted > 150)
    }
}
