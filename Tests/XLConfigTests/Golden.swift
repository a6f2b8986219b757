import Testing

/// A file, and how the writer writes the guest in it.
struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let source: String
    let written: String

    var testDescription: String { name }

    static let all = [
        Golden(
            name: "a PVH mail server", source: SampleSettings.files[0],
            written: """
                name = "mail"
                uuid = "0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3"
                type = "pvh"

                memory   = 2048
                maxmem   = 4096
                vcpus    = 2
                maxvcpus = 4

                bootloader = "/usr/lib/xen-4.17/bin/pygrub"

                disk = [
                    "format=raw, vdev=xvda, access=rw, target=/dev/vg0/mail-root",
                    "format=raw, vdev=xvdb, access=rw, discard, target=/dev/vg0/mail-data",
                ]
                vif  = [ "mac=00:16:3e:4a:00:01,bridge=xenbr0" ]

                on_crash = "coredump-restart"

                """),
        Golden(
            name: "a Windows desktop", source: SampleSettings.files[1],
            written: """
                name = "windows"
                type = "hvm"

                memory = 4096
                vcpus  = 4

                boot = "dc"

                viridian = 1

                disk      = [
                    "format=raw, vdev=hda, access=rw, target=/dev/vg0/windows",
                    "format=raw, vdev=hdc, devtype=cdrom, target=/srv/iso/windows.iso",
                ]
                vif       = [ "mac=00:16:3e:4a:00:02,type=ioemu,model=e1000" ]
                usb       = 1
                usbdevice = "tablet"

                vga       = "stdvga"
                vnc       = 1
                vnclisten = "0.0.0.0:7"
                videoram  = 16

                """),
        Golden(
            name: "an old PV guest of xm's", source: SampleSettings.files[2],
            written: """
                name = "old"
                type = "pv"

                memory = 256

                kernel  = "/boot/vmlinuz-xen"
                ramdisk = "/boot/initrd-xen"
                cmdline = "root=/dev/xvda1 ro console=hvc0"

                disk = [
                    "format=raw, vdev=xvda1, access=rw, target=vg0/old",
                    "format=raw, vdev=xvda2, access=rw, target=/srv/swap.img",
                    "vdev=hdc, devtype=cdrom, target=",
                ]
                vif  = [ "" ]

                vfb = [ "vnc=1,vncunused=1,keymap=en-us" ]

                """),
    ]
}
