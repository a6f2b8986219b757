/// Definitions of about 1.7 kB each, the same in every run.
enum BenchGuest {
    static func name(_ index: Int) -> String { "guest\(padded(index, 5))" }

    static func xml(_ index: Int) -> String {
        let name = name(index)
        let disks = (0..<4).map { disk in
            """
                <disk type='block' device='disk'>
                  <driver name='phy' type='raw'/>
                  <source dev='/dev/vg0/\(name)-\(disk)'/>
                  <target dev='xvd\(letter(disk))' bus='xen'/>
                </disk>

            """
        }.joined()
        return """
            <domain type='xen'>
              <name>\(name)</name>
              <uuid>\(uuid(index))</uuid>
              <description>Serves customer \(index) of the northern region; ask the operations team before touching it.</description>
              <memory unit='KiB'>2097152</memory>
              <currentMemory unit='KiB'>1048576</currentMemory>
              <vcpu current='2'>4</vcpu>
              <os>
                <type arch='x86_64' machine='xenpvh'>xenpvh</type>
                <kernel>/var/lib/xen/kernels/vmlinuz-6.1-amd64</kernel>
                <initrd>/var/lib/xen/kernels/initrd-6.1-amd64</initrd>
                <cmdline>root=/dev/xvda ro console=hvc0 quiet</cmdline>
              </os>
              <clock offset='utc'/>
              <on_poweroff>destroy</on_poweroff>
              <on_reboot>restart</on_reboot>
              <on_crash>restart</on_crash>
              <devices>
            \(disks)\
                <interface type='bridge'>
                  <mac address='\(mac(index))'/>
                  <source bridge='xenbr0'/>
                  <script path='vif-bridge'/>
                </interface>
              </devices>
            </domain>

            """
    }

    static func cfg(_ index: Int) -> String {
        let name = name(index)
        let disks = (0..<8).map { disk in
            "    \"format=raw, vdev=xvd\(letter(disk)), access=rw, backendtype=phy, target=/dev/vg0/\(name)-\(disk)\",\n"
        }.joined()
        return """
            # Serves customer \(index) of the northern region; ask the operations team before touching it.
            # The kernel comes from dom0, so that it can be replaced for all guests at once.
            # Disks lie on the volume group vg0, one logical volume each; the first is the root file system.
            type     = "pvh"
            name     = "\(name)"
            uuid     = "\(uuid(index))"

            kernel   = "/var/lib/xen/kernels/vmlinuz-6.1-amd64"
            ramdisk  = "/var/lib/xen/kernels/initrd-6.1-amd64"
            cmdline  = "root=/dev/xvda ro console=hvc0 quiet"

            memory   = 1024
            maxmem   = 2048
            vcpus    = 2
            maxvcpus = 4

            disk = [
            \(disks)\
            ]
            vif = [ "mac=\(mac(index)), bridge=xenbr0, script=vif-bridge" ]

            on_poweroff = "destroy"
            on_reboot   = "restart"
            on_crash    = "restart"

            """
    }

    private static func letter(_ index: Int) -> Character { Character(UnicodeScalar(UInt8(97 + index))) }

    private static func uuid(_ index: Int) -> String { "6f3d5a0e-5d2c-4f0a-9a3c-0c7d3\(padded(index, 7))" }

    private static func mac(_ index: Int) -> String {
        let digits = Array(hexadecimal(index, 6))
        return "00:16:3e:\(String(digits[0...1])):\(String(digits[2...3])):\(String(digits[4...5]))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func hexadecimal(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
