import FormatSupport
import ReadResults
import Testing

@testable import XMConfig

@Suite("What xm's file says in vain is said")
struct RemarkTests {
    @Test(
        "with its place, and what to do",
        arguments: [
            ("memroy = 5", "3:1: xm has no key memroy; did you mean memory?"),
            ("timer_mode = 1", "3:14: timer_mode has no effect in a paravirtual guest; it is for builder = 'hvm'"),
            ("pae = 1; serial = 'pty'", "3:19: serial has no effect in a paravirtual guest; it is for builder = 'hvm'"),
            ("frobnicate = 5", "3:1: xm has no key frobnicate"),
            (
                "on_xend_start = 'start'",
                "3:1: on_xend_start has no effect: there is no xend any more; a guest that is defined is started"
            ),
            ("ip = 'dhcp'", "3:1: ip has no effect: xend put it on the kernel's command line; write it into extra"),
            ("fda = '/a'", "3:1: fda has no effect: libxl has no floppy drives"),
            ("vif = ['brige=x']", "3:8: vif has no \"brige\"; did you mean bridge?"),
            ("vif = [ '', 'accel=x']", "3:13: vif: accel has no effect: libxl has no accelerator plugins"),
            ("vfb = ['vncc=1']", "3:8: vfb has no \"vncc\"; did you mean vnc?"),
            ("disk = ['file:/a,fda,w']", "3:9: disk: libxl has no floppy drives, and this one is left out"),
            (
                "disk = ['phy:/dev/a,xvda,w,0,x86_64-abi']",
                "3:9: disk: protocol has no effect: libxl tells the guest's kind by itself"
            ),
            (
                "vtpm = ['instance=1']",
                "3:9: vtpm: libxl has vtpms in a domain of their own only, and this one is left out; name it with backend=…"
            ),
            ("vcpus = 1\nvcpus = 2", "4:1: vcpus has been set in line 3 already; the last one counts"),
        ])
    func warnings(_ line: String, _ expected: String) {
        let result = read(KeyTests.pv + line + "\n")
        #expect(result.errors == [])
        #expect(result.lines.contains(expected), "\(result.lines)")
        #expect(result.warnings.count >= 1)
    }

    @Test(
        "and what cannot be is an error, and no guest",
        arguments: [
            ("builder = 'vmx'", "3:11: builder must be linux, generic or hvm, not \"vmx\""),
            ("restart = 'x'", "3:11: restart must be onreboot, always or never, not \"x\""),
            ("memory = 'x'", "3:10: memory must be a number such as 2 or 0x10, not \"x\""),
            ("uuid = 'x'", "3:8: uuid must be 8-4-4-4-12 hexadecimal digits, not \"x\""),
            (
                "disk = ['phy:/dev/a,xvda']",
                "3:9: disk: a disk is told as 'phy:/dev/…,xvda,w', in three parts or with its backend's domain in four"
            ),
            (
                "disk = ['vmdk:/a,xvda,w']",
                "3:9: disk: libxl has nothing for the prefix vmdk: of \"vmdk:/a\"; use phy: or file:"
            ),
            (
                "disk = ['tap:vmdk:/a,xvda,w']",
                "3:9: disk: libxl has no images of the kind \"vmdk\"; convert it to raw, qcow2 or vhd"
            ),
            ("disk = [',xvda,w']", "3:9: disk: the disk has no source; only a CD-ROM drive can be empty"),
            ("disk = ['phy:/dev/a,xvda,x']", "3:9: disk: the mode must be w, r or w!, not \"x\""),
            ("disk = [['a']]", "3:9: disk: expected texts, without inner lists"),
            ("vif = ['bridge']", "3:8: vif: \"bridge\" must be a key with its value, such as bridge=xenbr0"),
            ("vif = ['mac=x']", "3:8: vif: mac must be six bytes such as 00:16:3e:01:02:03, not \"x\""),
            ("vif = ['type=x']", "3:8: vif: type must be ioemu or netfront, not \"x\""),
            ("vfb = ['type=x']", "3:8: vfb: type must be vnc or sdl, not \"x\""),
        ])
    func errors(_ line: String, _ expected: String) {
        let result = read(KeyTests.pv + line + "\n")
        #expect(result.guest == nil)
        #expect(result.lines.contains(expected), "\(result.lines)")
    }

    @Test("a paravirtual guest that boots nothing is refused in xm's words")
    func kernel() {
        let result = read("memory = 64\nname = 'g'\n")
        #expect(result.guest == nil)
        #expect(result.lines == ["2:8: a paravirtual guest needs a kernel or a bootloader; or set builder = 'hvm'"])
    }

    @Test("what asks for nothing is only a note")
    func notes() {
        let result = read(KeyTests.pv + "on_xend_start = 'ignore'\non_xend_stop = 'ignore'\ndhcp = 'off'\nfda = ''\n")
        #expect(result.warnings == [])
        #expect(result.diagnostics.count == 4)
    }

    @Test("a file that is a program still says what its guest is called")
    func name() {
        let result = read("import os\nname = 'web'\n")
        #expect(result.document == nil)
        #expect(result.name == "web")
    }
}
