import FieldProbe

/// Every element and attribute with two values, for the reader to tell which fields it decides about.
enum ElementSamples {
    static let all = guest + devices

    /// Two nodes, up to where something can be said of the first.
    private static let first =
        "<vcpu>2</vcpu><memory>131072</memory><cpu><numa><cell id='0' cpus='0' memory='65536'"
    private static let second = "<cell id='1' cpus='1' memory='65536'/></numa></cpu>"
    private static let passthrough = "<devices><hostdev mode='subsystem' type='pci'><source>"

    private static let guest: [FieldProbe.Sample] = [
        .init("name", "<name>{g|h}</name>"),
        .init("uuid", "<uuid>7d1b8c1a-6f2e-4b5e-9c3d-2a1b0c9d8e7{e|f}</uuid>"),
        .init("genid", "<genid>7d1b8c1a-6f2e-4b5e-9c3d-2a1b0c9d8e7{e|f}</genid>"),
        .init("title", "<title>{a|b}</title>"),
        .init("description", "<description>{a|b}</description>"),
        .init("metadata", "{|<metadata><a xmlns='b'/></metadata>}"),
        .init("memory", "<memory>{65536|131072}</memory>"),
        .init("memory@unit", "<memory unit='{MiB|GiB}'>1</memory>"),
        .init("currentMemory", "<currentMemory>{32768|65536}</currentMemory>"),
        .init("currentMemory@unit", "<currentMemory unit='{MB|MiB}'>32</currentMemory>"),
        .init("vcpu", "<vcpu>{1|2}</vcpu>"),
        .init("vcpu@current", "<vcpu current='{1|2}'>4</vcpu>"),
        .init("vcpu@cpuset", "<vcpu {|cpuset='0'}>1</vcpu>"),
        .init("vcpu@placement", "<vcpu placement='{static|auto}'>1</vcpu>"),
        .init("cputune/shares", "<cputune><shares>{256|512}</shares></cputune>"),
        .init("cputune/vcpupin", "<cputune>{|<vcpupin vcpu='0' cpuset='1'/>}</cputune>"),
        .init("cputune/vcpupin@vcpu", "<vcpu>2</vcpu><cputune><vcpupin vcpu='{0|1}' cpuset='1'/></cputune>"),
        .init("cputune/vcpupin@cpuset", "<cputune><vcpupin vcpu='0' cpuset='{0|1}'/></cputune>"),
        .init("numatune/memory", "{|<numatune><memory mode='strict' nodeset='0'/></numatune>}"),
        .init("numatune/memory@nodeset", "<numatune><memory mode='strict' nodeset='{0|1}'/></numatune>"),
        .init("numatune/memory@mode", "<numatune><memory mode='{strict|interleave}' nodeset='0'/></numatune>"),
        .init("numatune/memory@placement", "<numatune><memory {|placement='static'} nodeset='0'/></numatune>"),
        .init(
            "numatune/memnode",
            "\(first)/>\(second)<numatune>{|<memnode cellid='0' mode='strict' nodeset='1'/>}</numatune>"),
        .init(
            "numatune/memnode@cellid",
            "\(first)/>\(second)<numatune><memnode cellid='{0|1}' mode='strict' nodeset='1'/></numatune>"),
        .init(
            "numatune/memnode@nodeset",
            "\(first)/>\(second)<numatune><memnode cellid='0' mode='strict' nodeset='{0|1}'/></numatune>"),
        .init(
            "numatune/memnode@mode",
            "\(first)/>\(second)<numatune><memnode cellid='0' mode='{strict|preferred}' nodeset='1'/></numatune>"),
        .init("os/type", "<os><type>{linux|xenpvh}</type><kernel>/k</kernel></os>"),
        .init("os/type@machine", "<os><type machine='{xenpv|xenpvh}'>linux</type><kernel>/k</kernel></os>"),
        .init("os/type@arch", "<os><type {|arch='x86_64'}>linux</type><kernel>/k</kernel></os>"),
        .init("os/kernel", "<os><type>linux</type>{|<kernel>/k</kernel>}</os>"),
        .init("os/kernel", "<os><type>hvm</type>{|<kernel>/k</kernel>}</os>"),
        .init("os/initrd", "<os><type>linux</type><kernel>/k</kernel><initrd>{/a|/b}</initrd></os>"),
        .init("os/initrd", "<os><type>hvm</type><kernel>/k</kernel><initrd>{/a|/b}</initrd></os>"),
        .init("os/cmdline", "<os><type>linux</type><kernel>/k</kernel><cmdline>{a|b}</cmdline></os>"),
        .init("os/cmdline", "<os><type>hvm</type><kernel>/k</kernel><cmdline>{a|b}</cmdline></os>"),
        .init("os/dtb", "<os><type>linux</type><kernel>/k</kernel><dtb>{/a|/b}</dtb></os>"),
        .init("os/dtb", "<os><type>hvm</type><kernel>/k</kernel><dtb>{/a|/b}</dtb></os>"),
        .init("os@firmware", "<os firmware='{bios|efi}'><type>hvm</type><loader>/l</loader></os>"),
        .init("os/loader", "<os firmware='efi'><type>hvm</type><loader>{/a|/b}</loader></os>"),
        .init("os/loader@type", "<os><type>linux</type><loader readonly='yes' type='{rom|pflash}'>/l</loader></os>"),
        .init("os/loader@type", "<os><type>hvm</type><loader readonly='yes' type='{rom|pflash}'>/l</loader></os>"),
        .init("os/loader@readonly", "<os><type>linux</type><loader readonly='{yes|no}'>/l</loader></os>"),
        .init("os/loader@readonly", "<os><type>hvm</type><loader readonly='{yes|no}'>/l</loader></os>"),
        .init("os/loader@format", "<os><type>linux</type><loader {|format='raw'}>/l</loader></os>"),
        .init("os/loader@format", "<os><type>hvm</type><loader {|format='raw'}>/l</loader></os>"),
        .init("os/boot", "<os><type>linux</type>{|<boot dev='network'/>}</os>"),
        .init("os/boot", "<os><type>hvm</type>{|<boot dev='network'/>}</os>"),
        .init("os/boot@dev", "<os><type>linux</type><boot dev='{hd|cdrom}'/></os>"),
        .init("os/boot@dev", "<os><type>hvm</type><boot dev='{hd|cdrom}'/></os>"),
        .init("os/acpi", "<os><type>linux</type>{|<acpi><table type='slic'>/a</table></acpi>}</os>"),
        .init("os/acpi", "<os><type>hvm</type>{|<acpi><table type='slic'>/a</table></acpi>}</os>"),
        .init("os/acpi/table", "<os><type>linux</type><acpi><table type='slic'>{/a|/b}</table></acpi></os>"),
        .init("os/acpi/table", "<os><type>hvm</type><acpi><table type='slic'>{/a|/b}</table></acpi></os>"),
        .init("os/acpi/table@type", "<os><type>linux</type><acpi><table {|type='slic'}>/a</table></acpi></os>"),
        .init("os/acpi/table@type", "<os><type>hvm</type><acpi><table {|type='slic'}>/a</table></acpi></os>"),
        .init("bootloader", "<bootloader>{/a|/b}</bootloader>"),
        .init("bootloader_args", "<bootloader>/a</bootloader><bootloader_args>{a|b}</bootloader_args>"),
        .init("features/acpi", "<features>{|<acpi/>}</features>"),
        .init("features/apic", "<features>{|<apic/>}</features>"),
        .init("features/pae", "<features>{|<pae/>}</features>"),
        .init("features/hap", "<features>{|<hap/>}</features>"),
        .init("features/pmu", "<features>{|<pmu/>}</features>"),
        .init("features/pmu@state", "<features><pmu state='{on|off}'/></features>"),
        .init("features/viridian", "<features>{|<viridian/>}</features>"),
        .init("features/hyperv", "<features>{|<hyperv/>}</features>"),
        .init("features/hap@state", "<features><hap state='{on|off}'/></features>"),
        .init("features/viridian@state", "<features><viridian state='{on|off}'/></features>"),
        .init("features/hyperv@mode", "<features><hyperv mode='{custom|passthrough}'/></features>"),
        .init("features/hyperv/relaxed", "<features><hyperv>{|<relaxed/>}</hyperv></features>"),
        .init("features/hyperv/vpindex", "<features><hyperv>{|<vpindex/>}</hyperv></features>"),
        .init("features/hyperv/vapic", "<features><hyperv>{|<vapic/>}</hyperv></features>"),
        .init("features/hyperv/synic", "<features><hyperv>{|<synic/>}</hyperv></features>"),
        .init("features/hyperv/stimer", "<features><hyperv>{|<stimer/>}</hyperv></features>"),
        .init("features/hyperv/frequencies", "<features><hyperv>{|<frequencies/>}</hyperv></features>"),
        .init("features/hyperv/tlbflush", "<features><hyperv>{|<tlbflush/>}</hyperv></features>"),
        .init("features/hyperv/ipi", "<features><hyperv>{|<ipi/>}</hyperv></features>"),
        .init("features/hyperv/relaxed@state", "<features><hyperv><relaxed state='{on|off}'/></hyperv></features>"),
        .init("features/hyperv/vpindex@state", "<features><hyperv><vpindex state='{on|off}'/></hyperv></features>"),
        .init("features/hyperv/vapic@state", "<features><hyperv><vapic state='{on|off}'/></hyperv></features>"),
        .init("features/hyperv/synic@state", "<features><hyperv><synic state='{on|off}'/></hyperv></features>"),
        .init("features/hyperv/stimer@state", "<features><hyperv><stimer state='{on|off}'/></hyperv></features>"),
        .init(
            "features/hyperv/frequencies@state",
            "<features><hyperv><frequencies state='{on|off}'/></hyperv></features>"),
        .init("features/hyperv/tlbflush@state", "<features><hyperv><tlbflush state='{on|off}'/></hyperv></features>"),
        .init("features/hyperv/ipi@state", "<features><hyperv><ipi state='{on|off}'/></hyperv></features>"),
        .init("features/msrs@unknown", "<features><msrs unknown='{ignore|fault}'/></features>"),
        .init("features/gic@version", "<features><gic version='{2|3}'/></features>"),
        .init("features/xen/e820_host@state", "<features><xen><e820_host state='{on|off}'/></xen></features>"),
        .init("features/xen/passthrough@state", "<features><xen><passthrough state='{on|off}'/></xen></features>"),
        .init(
            "features/xen/passthrough@mode",
            "<features><xen><passthrough state='on' mode='{sync_pt|share_pt}'/></xen></features>"),
        .init("cpu@mode", "<cpu mode='{custom|host-passthrough}'/>"),
        .init("cpu@mode", "<cpu mode='{custom|host-passthrough}'><feature name='sse2' policy='forbid'/></cpu>"),
        .init("cpu/feature", "<cpu mode='host-passthrough'>{|<feature name='vmx' policy='forbid'/>}</cpu>"),
        .init("cpu/feature", "<cpu mode='host-passthrough'>{|<feature name='sse2' policy='forbid'/>}</cpu>"),
        .init("cpu/feature@name", "<cpu mode='host-passthrough'><feature name='{vmx|sse2}' policy='forbid'/></cpu>"),
        .init(
            "cpu/feature@policy",
            "<cpu mode='host-passthrough'><feature name='vmx' policy='{require|forbid}'/></cpu>"),
        .init(
            "cpu/feature@policy",
            "<cpu mode='host-passthrough'><feature name='sse2' policy='{optional|forbid}'/></cpu>"),
        .init("cpu/numa/cell", "<cpu><numa>{|<cell id='0' cpus='0' memory='65536'/>}</numa></cpu>"),
        .init("cpu/numa/cell@id", "<cpu><numa><cell {|id='0'} cpus='0' memory='65536'/></numa></cpu>"),
        .init(
            "cpu/numa/cell@cpus",
            "<vcpu>2</vcpu><cpu><numa><cell id='0' cpus='{0|1}' memory='65536'/><cell id='1' cpus='{1|0}' "
                + "memory='65536'/></numa></cpu>"),
        .init(
            "cpu/numa/cell@memory",
            "<!--</memory>--><cpu><numa><cell id='0' cpus='0' memory='{65536|131072}'/></numa></cpu>"),
        .init(
            "cpu/numa/cell@unit",
            "<!--</memory>--><cpu><numa><cell id='0' cpus='0' memory='64' unit='{MB|MiB}'/></numa></cpu>"),
        .init(
            "cpu/numa/cell/distances",
            "\(first)>{|<distances><sibling id='1' value='30'/></distances>}</cell>\(second)"),
        .init(
            "cpu/numa/cell/distances/sibling",
            "\(first)><distances>{|<sibling id='1' value='30'/>}</distances></cell>\(second)"),
        .init(
            "cpu/numa/cell/distances/sibling@id",
            "\(first)><distances><sibling id='{0|1}' value='30'/></distances></cell>\(second)"),
        .init(
            "cpu/numa/cell/distances/sibling@value",
            "\(first)><distances><sibling id='1' value='{30|40}'/></distances></cell>\(second)"),
        .init("clock@offset", "<clock offset='{utc|localtime}'/>"),
        .init("clock@sync", "<clock sync='{utc|localtime}'/>"),
        .init("clock@timezone", "<clock offset='utc' {|timezone='Europe/Berlin'}/>"),
        .init("clock@basis", "<clock offset='variable' basis='{utc|localtime}'/>"),
        .init("clock@adjustment", "<clock offset='variable' adjustment='{1|2}'/>"),
        .init("clock/timer", "<clock offset='utc'>{|<timer name='tsc' mode='native'/>}</clock>"),
        .init("clock/timer", "<clock offset='utc'>{|<timer name='hpet' present='yes'/>}</clock>"),
        .init(
            "clock/timer@name",
            "<clock offset='utc'><timer name='{tsc|hpet}' mode='native' present='yes'/></clock>"),
        .init("clock/timer@mode", "<clock offset='utc'><timer name='tsc' mode='{auto|native}'/></clock>"),
        .init("clock/timer@present", "<clock offset='utc'><timer name='hpet' present='{yes|no}'/></clock>"),
        .init("on_poweroff", "<on_poweroff>{destroy|preserve}</on_poweroff>"),
        .init("on_reboot", "<on_reboot>{destroy|preserve}</on_reboot>"),
        .init("on_crash", "<on_crash>{destroy|preserve}</on_crash>"),
        .init("pm/suspend-to-mem@enabled", "<pm><suspend-to-mem enabled='{yes|no}'/></pm>"),
        .init("pm/suspend-to-disk@enabled", "<pm><suspend-to-disk enabled='{yes|no}'/></pm>"),
        .init("seclabel", "{|<seclabel type='static'><label>a</label></seclabel>}"),
        .init("seclabel@type", "<seclabel type='{static|none}'><label>a</label></seclabel>"),
        .init("seclabel@model", "<seclabel type='static' model='{flask|selinux}'><label>a</label></seclabel>"),
        .init("seclabel@relabel", "<seclabel type='static' relabel='{yes|no}'><label>a</label></seclabel>"),
        .init("seclabel/label", "<seclabel type='static'><label>{a|b}</label></seclabel>"),
        .init("xen:commandline/xen:arg", "<xen:commandline>{|<xen:arg value='a'/>}</xen:commandline>"),
        .init("xen:commandline/xen:arg@value", "<xen:commandline><xen:arg value='{a|b}'/></xen:commandline>"),
    ]

    private static let devices: [FieldProbe.Sample] = [
        .init("devices/emulator", "<devices><emulator>{/a/qemu-dm|/a/qemu}</emulator></devices>"),
        .init(
            "devices/disk",
            "<devices>{|<disk type='block'><source dev='/a'/><target dev='xvda'/></disk>}</devices>"),
        .init(
            "devices/disk@type",
            "<devices><disk type='{block|file}'><source dev='/a' file='/b'/><target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk@device",
            "<devices><disk type='block' device='{disk|cdrom}'><source dev='/a'/>"
                + "<target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source",
            "<devices><disk type='block' device='cdrom'>{|<source dev='/a'/>}<target dev='hdc'/></disk></devices>"),
        .init(
            "devices/disk/source@file",
            "<devices><disk type='file'><source file='{/a|drbd:b}'/><target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source@dir",
            "<devices><disk type='dir'><source dir='{/a|drbd:b}'/><target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source@dev",
            "<devices><disk type='block'><source dev='{/a|drbd:b}'/><target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source@protocol",
            "<devices><disk type='network'><source protocol='{rbd|rbd}' name='a/b'/>"
                + "<target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source@name",
            "<devices><disk type='network'><source protocol='rbd' name='a/{b|c}'/>"
                + "<target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source/host",
            "<devices><disk type='network'><source protocol='rbd' name='a/b'>{|<host name='a'/>}</source>"
                + "<target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source/host@name",
            "<devices><disk type='network'><source protocol='rbd' name='a/b'>"
                + "<host name='{a|b}'/></source><target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source/host@port",
            "<devices><disk type='network'><source protocol='rbd' name='a/b'>"
                + "<host name='a' port='{1|2}'/></source><target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/source/config@file",
            "<devices><disk type='network'><source protocol='rbd' name='a/b'>"
                + "<config file='{/a|/b}'/></source><target dev='xvda'/></disk></devices>"),
        .init(
            "devices/disk/target@dev",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvd{a|b}'/></disk></devices>"),
        .init(
            "devices/disk/target@removable",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda' removable='{no|yes}'/>"
                + "</disk></devices>"),
        .init(
            "devices/disk/target@bus",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda' bus='{xen|ide}'/></disk></devices>"),
        .init(
            "devices/disk/driver@name",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>"
                + "<driver name='{phy|qemu}'/></disk></devices>"),
        .init(
            "devices/disk/driver@type",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>"
                + "<driver name='qemu' type='{raw|qcow2}'/></disk></devices>"),
        .init(
            "devices/disk/driver@type",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>"
                + "<driver name='tap' type='{raw|qcow2}'/></disk></devices>"),
        .init(
            "devices/disk/driver@discard",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>"
                + "<driver name='qemu' discard='{ignore|unmap}'/></disk></devices>"),
        .init(
            "devices/disk/driver@cache",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>"
                + "<driver name='qemu' cache='{none|default}'/></disk></devices>"),
        .init(
            "devices/disk/readonly",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>"
                + "<driver name='qemu' discard='unmap'/>{|<readonly/>}</disk></devices>"),
        .init(
            "devices/disk/shareable",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>{|<shareable/>}</disk></devices>"),
        .init(
            "devices/disk/boot",
            "<os><type>hvm</type></os><devices><disk type='block'><source dev='/a'/><target dev='hda'/></disk>"
                + "<disk type='block' device='cdrom'><target dev='hdc'/>{|<boot order='1'/>}</disk></devices>"),
        .init(
            "devices/disk/boot@order",
            "<os><type>hvm</type></os><devices><disk type='block'><source dev='/a'/><target dev='hda'/><boot order='2'/>"
                + "</disk><disk type='block' device='cdrom'><target dev='hdc'/><boot order='{1|3}'/></disk></devices>"),
        .init(
            "devices/interface/boot",
            "<os><type>hvm</type></os><devices><interface type='bridge'><source bridge='b'/>{|<boot order='1'/>}"
                + "</interface></devices>"),
        .init(
            "devices/interface/boot@order",
            "<os><type>hvm</type></os><devices><disk type='block'><source dev='/a'/><target dev='hda'/><boot order='2'/>"
                + "</disk><interface type='bridge'><source bridge='b'/><boot order='{1|3}'/></interface></devices>"),
        .init(
            "devices/filesystem",
            "<devices>{|<filesystem type='mount'><source dir='/a'/><target dir='t'/></filesystem>}</devices>"),
        .init(
            "devices/filesystem@accessmode",
            "<devices><filesystem type='mount' accessmode='{squash|mapped}'><source dir='/a'/><target dir='t'/>"
                + "</filesystem></devices>"),
        .init(
            "devices/filesystem/source@dir",
            "<devices><filesystem type='mount'><source dir='/{a|b}'/><target dir='t'/></filesystem></devices>"),
        .init(
            "devices/filesystem/target@dir",
            "<devices><filesystem type='mount'><source dir='/a'/><target dir='{t|u}'/></filesystem></devices>"),
        .init(
            "devices/disk/backenddomain",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>{|<backenddomain name='b'/>}</disk>"
                + "</devices>"),
        .init(
            "devices/disk/backenddomain@name",
            "<devices><disk type='block'><source dev='/a'/><target dev='xvda'/>"
                + "<backenddomain name='{a|b}'/></disk></devices>"),
        .init("devices/interface", "<devices>{|<interface type='ethernet'/>}</devices>"),
        .init(
            "devices/interface",
            "<devices>{|<interface type='hostdev'><source><address type='pci' bus='1' slot='2'/>"
                + "</source></interface>}</devices>"),
        .init(
            "devices/interface@type",
            "<devices><interface type='{ethernet|bridge}'><source bridge='a'/></interface></devices>"),
        .init(
            "devices/interface@managed",
            "<devices><interface type='hostdev' managed='{no|yes}'><source>"
                + "<address type='pci' bus='1' slot='2'/></source></interface></devices>"),
        .init(
            "devices/interface/mac@address",
            "<devices><interface type='bridge'><source bridge='a'/><mac address='00:16:3e:00:00:0{1|2}'/>"
                + "</interface></devices>"),
        .init(
            "devices/interface/source@bridge",
            "<devices><interface type='bridge'><source bridge='{a|b}'/></interface></devices>"),
        .init(
            "devices/interface/script@path",
            "<devices><interface type='bridge'><source bridge='a'/><script path='{a|b}'/></interface></devices>"),
        .init(
            "devices/interface/target@dev",
            "<devices><interface type='bridge'><source bridge='a'/><target dev='{a|b}'/></interface></devices>"),
        .init(
            "devices/interface/ip",
            "<devices><interface type='bridge'><source bridge='a'/>{|<ip address='10.0.0.1'/>}</interface>"
                + "</devices>"),
        .init(
            "devices/interface/ip@address",
            "<devices><interface type='bridge'><source bridge='a'/><ip address='10.0.0.{1|2}'/>"
                + "</interface></devices>"),
        .init(
            "devices/interface/ip@family",
            "<devices><interface type='bridge'><source bridge='a'/><ip address='10.0.0.1' {|family='ipv4'}/>"
                + "</interface></devices>"),
        .init(
            "devices/interface/model@type",
            "<devices><interface type='bridge'><source bridge='a'/><model type='{e1000|netfront}'/>"
                + "</interface></devices>"),
        .init(
            "devices/interface/mtu@size",
            "<devices><interface type='bridge'><source bridge='a'/><mtu size='{1500|9000}'/></interface></devices>"),
        .init(
            "devices/interface/backenddomain@name",
            "<devices><interface type='bridge'><source bridge='a'/><backenddomain name='{a|b}'/>"
                + "</interface></devices>"),
        .init(
            "devices/interface/bandwidth/outbound@average",
            "<devices><interface type='bridge'><source bridge='a'/><bandwidth>{|<outbound average='100'/>}</bandwidth>"
                + "</interface></devices>"),
        .init(
            "devices/interface/virtualport@type",
            "<devices><interface type='bridge'><source bridge='a'/>{|<virtualport type='openvswitch'/>}</interface>"
                + "</devices>"),
        .init(
            "devices/interface/vlan",
            "<devices><interface type='bridge'><source bridge='a'/><virtualport type='openvswitch'/>{|<vlan>"
                + "<tag id='7'/></vlan>}</interface></devices>"),
        .init(
            "devices/interface/vlan@trunk",
            "<devices><interface type='bridge'><source bridge='a'/><virtualport type='openvswitch'/>"
                + "<vlan trunk='{no|yes}'><tag id='7'/></vlan></interface></devices>"),
        .init(
            "devices/interface/vlan/tag@id",
            "<devices><interface type='bridge'><source bridge='a'/><virtualport type='openvswitch'/>"
                + "<vlan><tag id='{7|8}'/></vlan></interface></devices>"),
        .init(
            "devices/hostdev",
            "<devices>{|<hostdev mode='subsystem' type='pci'><source><address bus='1' slot='2'/>"
                + "</source></hostdev>}</devices>"),
        .init(
            "devices/hostdev",
            "<devices>{|<hostdev mode='subsystem' type='usb'><source><address bus='1' device='2'/>"
                + "</source></hostdev>}</devices>"),
        .init(
            "devices/hostdev@type",
            "<devices><hostdev mode='subsystem' type='{pci|usb}'><source><address bus='1' slot='2' device='2'/>"
                + "</source></hostdev></devices>"),
        .init(
            "devices/hostdev@mode",
            "<devices><hostdev {|mode='subsystem'} type='pci'><source><address bus='1' slot='2'/>"
                + "</source></hostdev></devices>"),
        .init(
            "devices/hostdev@managed",
            "<devices><hostdev mode='subsystem' type='pci' managed='{no|yes}'>"
                + "<source><address bus='1' slot='2'/></source></hostdev></devices>"),
        .init(
            "devices/hostdev/driver@name",
            "<devices><hostdev mode='subsystem' type='pci'>{|<driver name='xen'/>}<source>"
                + "<address bus='1' slot='2'/></source></hostdev></devices>"),
        .init(
            "devices/hostdev/source@writeFiltering",
            "<devices><hostdev mode='subsystem' type='pci'><source writeFiltering='{no|yes}'>"
                + "<address bus='1' slot='2'/></source></hostdev></devices>"),
        .init(
            "devices/hostdev/source/address@domain",
            "\(passthrough)<address domain='{1|2}' bus='1' slot='1' function='1'/></source></hostdev></devices>"),
        .init(
            "devices/hostdev/source/address@bus",
            "\(passthrough)<address domain='1' bus='{1|2}' slot='1' function='1'/></source></hostdev></devices>"),
        .init(
            "devices/hostdev/source/address@slot",
            "\(passthrough)<address domain='1' bus='1' slot='{1|2}' function='1'/></source></hostdev></devices>"),
        .init(
            "devices/hostdev/source/address@function",
            "\(passthrough)<address domain='1' bus='1' slot='1' function='{1|2}'/></source></hostdev></devices>"),
        .init(
            "devices/hostdev/source/address@bus",
            "<devices><hostdev mode='subsystem' type='usb'><source><address bus='{1|2}' device='2'/>"
                + "</source></hostdev></devices>"),
        .init(
            "devices/hostdev/source/address@device",
            "<devices><hostdev mode='subsystem' type='usb'><source><address bus='1' device='{1|2}'/>"
                + "</source></hostdev></devices>"),
        .init("devices/controller", "<devices>{|<controller type='usb' model='qusb2'/>}</devices>"),
        .init("devices/controller@type", "<devices><controller type='{ide|usb}' model='qusb2'/></devices>"),
        .init("devices/controller@index", "<devices><controller type='usb' index='{1|2}' model='qusb2'/></devices>"),
        .init("devices/controller@model", "<devices><controller type='usb' model='{qusb1|qusb2}'/></devices>"),
        .init("devices/controller@ports", "<devices><controller type='usb' model='qusb2' ports='{4|8}'/></devices>"),
        .init(
            "devices/controller@maxGrantFrames",
            "<devices><controller type='xenbus' maxGrantFrames='{32|64}'/></devices>"),
        .init(
            "devices/controller@maxEventChannels",
            "<devices><controller type='xenbus' maxEventChannels='{32|64}'/></devices>"),
        .init("devices/serial", "<devices>{|<serial type='pty'/>}</devices>"),
        .init("devices/serial", "<devices><serial type='pty'/>{|<serial type='null'/>}</devices>"),
        .init("devices/serial@type", "<devices><serial type='{pty|null}'/></devices>"),
        .init("devices/serial@tty", "<devices><serial type='pty' {|tty='/dev/pts/1'}/></devices>"),
        .init(
            "devices/serial/source@path",
            "<devices><serial type='file'><source path='{/a|/b}'/></serial></devices>"),
        .init(
            "devices/serial/source@mode",
            "<devices><serial type='unix'><source mode='{bind|connect}' path='/a'/></serial></devices>"),
        .init(
            "devices/serial/source@host",
            "<devices><serial type='tcp'><source mode='connect' host='{a|b}' service='1'/></serial></devices>"),
        .init(
            "devices/serial/source@service",
            "<devices><serial type='tcp'><source mode='connect' host='a' service='{1|2}'/></serial></devices>"),
        .init(
            "devices/serial/protocol@type",
            "<devices><serial type='tcp'><source mode='connect' host='a' service='1'/>"
                + "<protocol type='{raw|telnet}'/></serial></devices>"),
        .init("devices/serial/target@port", "<devices><serial type='pty'><target port='{0|1}'/></serial></devices>"),
        .init(
            "devices/serial/target@type",
            "<devices><serial type='pty'><target type='{isa-serial|usb-serial}'/></serial></devices>"),
        .init("devices/console", "<devices>{|<console type='pty'/>}</devices>"),
        .init("devices/console@type", "<devices><console type='{pty|null}'/></devices>"),
        .init("devices/console@tty", "<devices><console type='pty' {|tty='/dev/pts/1'}/></devices>"),
        .init(
            "devices/console/source@path",
            "<devices><console type='file'><source path='{/a|/b}'/></console></devices>"),
        .init(
            "devices/console/source@mode",
            "<devices><console type='unix'><source mode='{bind|connect}' path='/a'/></console></devices>"),
        .init(
            "devices/console/source@host",
            "<devices><console type='tcp'><source mode='connect' host='{a|b}' service='1'/></console></devices>"),
        .init(
            "devices/console/source@service",
            "<devices><console type='tcp'><source mode='connect' host='a' service='{1|2}'/></console></devices>"),
        .init(
            "devices/console/protocol@type",
            "<devices><console type='tcp'><source mode='connect' host='a' service='1'/>"
                + "<protocol type='{raw|telnet}'/></console></devices>"),
        .init(
            "devices/console/target@port",
            "<devices><console type='pty'><target port='{0|1}'/></console></devices>"),
        .init(
            "devices/console/target@type",
            "<devices><console type='pty'><target type='{serial|xen}'/></console></devices>"),
        .init("devices/channel", "<devices>{|<channel type='pty'><target type='xen' name='a'/></channel>}</devices>"),
        .init(
            "devices/channel@type",
            "<devices><channel type='{pty|unix}'><source path='/a'/><target type='xen' name='a'/>"
                + "</channel></devices>"),
        .init(
            "devices/channel/source@path",
            "<devices><channel type='unix'><source path='{/a|/b}'/><target type='xen' name='a'/>"
                + "</channel></devices>"),
        .init(
            "devices/channel/source@mode",
            "<devices><channel type='unix'><source mode='{bind|connect}' path='/a'/>"
                + "<target type='xen' name='a'/></channel></devices>"),
        .init(
            "devices/channel/target@type",
            "<devices><channel type='pty'><target type='{xen|virtio}' name='a'/></channel></devices>"),
        .init(
            "devices/channel/target@name",
            "<devices><channel type='pty'><target type='xen' name='{a|b}'/></channel></devices>"),
        .init("devices/input", "<devices>{|<input type='tablet' bus='usb'/>}</devices>"),
        .init("devices/input@type", "<devices><input type='{mouse|tablet}' bus='usb'/></devices>"),
        .init("devices/input@bus", "<devices><input type='mouse' bus='{ps2|usb}'/></devices>"),
        .init("devices/sound", "<devices>{|<sound model='ich6'/>}</devices>"),
        .init("devices/sound@model", "<devices><sound model='{ich6|es1370}'/></devices>"),
        .init("devices/graphics", "<devices>{|<graphics type='vnc'/>}</devices>"),
        .init("devices/graphics", "<devices>{|<graphics type='sdl'/>}</devices>"),
        .init("devices/graphics", "<devices>{|<graphics type='spice'/>}</devices>"),
        .init("devices/graphics@type", "<devices><graphics type='{vnc|sdl}'/></devices>"),
        .init("devices/graphics@type", "<devices><graphics type='{vnc|spice}'/></devices>"),
        .init("devices/graphics@listen", "<devices><graphics type='vnc' listen='{127.0.0.1|0.0.0.0}'/></devices>"),
        .init("devices/graphics@listen", "<devices><graphics type='spice' listen='{127.0.0.1|0.0.0.0}'/></devices>"),
        .init("devices/graphics@port", "<devices><graphics type='vnc' port='{5901|5902}'/></devices>"),
        .init("devices/graphics@port", "<devices><graphics type='spice' port='{5901|5902}'/></devices>"),
        .init(
            "devices/graphics@autoport",
            "<devices><graphics type='vnc' port='5901' autoport='{no|yes}'/></devices>"),
        .init(
            "devices/graphics@autoport",
            "<devices><graphics type='spice' port='5901' autoport='{no|yes}'/></devices>"),
        .init("devices/graphics@passwd", "<devices><graphics type='vnc' passwd='{a|b}'/></devices>"),
        .init("devices/graphics@passwd", "<devices><graphics type='spice' passwd='{a|b}'/></devices>"),
        .init("devices/graphics@passwd", "<devices><graphics type='vnc' {|passwd='a'}/></devices>"),
        .init("devices/graphics@passwd", "<devices><graphics type='spice' {|passwd='a'}/></devices>"),
        .init("devices/graphics@keymap", "<devices><graphics type='vnc' keymap='{de|fr}'/></devices>"),
        .init("devices/graphics@keymap", "<devices><graphics type='spice' keymap='{de|fr}'/></devices>"),
        .init("devices/graphics@display", "<devices><graphics type='sdl' display='{a|b}'/></devices>"),
        .init("devices/graphics@xauth", "<devices><graphics type='sdl' xauth='{a|b}'/></devices>"),
        .init("devices/graphics@tlsPort", "<devices><graphics type='spice' tlsPort='{5903|5904}'/></devices>"),
        .init(
            "devices/graphics/listen@type",
            "<devices><graphics type='vnc'><listen {|type='address'} address='0.0.0.0'/></graphics></devices>"),
        .init(
            "devices/graphics/listen@type",
            "<devices><graphics type='spice'><listen {|type='address'} address='0.0.0.0'/></graphics></devices>"),
        .init(
            "devices/graphics/listen@address",
            "<devices><graphics type='vnc'><listen type='address' address='{127.0.0.1|0.0.0.0}'/>"
                + "</graphics></devices>"),
        .init(
            "devices/graphics/listen@address",
            "<devices><graphics type='spice'><listen type='address' address='{127.0.0.1|0.0.0.0}'/>"
                + "</graphics></devices>"),
        .init(
            "devices/graphics/gl@enable",
            "<devices><graphics type='sdl'><gl enable='{no|yes}'/></graphics></devices>"),
        .init(
            "devices/graphics/mouse@mode",
            "<devices><graphics type='spice'><mouse mode='{client|server}'/></graphics></devices>"),
        .init(
            "devices/graphics/clipboard@copypaste",
            "<devices><graphics type='spice'><clipboard copypaste='{no|yes}'/></graphics></devices>"),
        .init(
            "devices/graphics/image@compression",
            "<devices><graphics type='spice'><image compression='{off|glz}'/></graphics></devices>"),
        .init(
            "devices/graphics/streaming@mode",
            "<devices><graphics type='spice'><streaming mode='{off|all}'/></graphics></devices>"),
        .init("devices/video", "<devices>{|<video><model type='vga'/></video>}</devices>"),
        .init("devices/video/model@type", "<devices><video><model type='{vga|qxl}'/></video></devices>"),
        .init(
            "devices/video/model@vram",
            "<devices><video><model type='vga' vram='{16384|32768}'/></video></devices>"),
        .init("devices/video/model@heads", "<devices><video><model type='vga' heads='{1|2}'/></video></devices>"),
        .init(
            "devices/video/model@primary",
            "<devices><video><model type='vga' primary='{no|yes}'/></video></devices>"),
        .init("devices/memballoon", "<devices>{|<memballoon model='xen'/>}</devices>"),
        .init("devices/memballoon@model", "<devices><memballoon model='{xen|virtio}'/></devices>"),
    ]
}
