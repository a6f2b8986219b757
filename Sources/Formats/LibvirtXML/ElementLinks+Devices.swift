extension ElementLinks {
    static let devices = """
        devices/emulator: deviceModel.version deviceModel.path
        devices/disk: disks
        devices/disk@type: disks.path
        devices/disk@device: disks.removable disks.readWrite disks.cdrom
        devices/disk/source: disks.path disks.format
        devices/disk/source@file: disks.path disks.script
        devices/disk/source@dev: disks.path disks.script
        devices/disk/source@dir: disks.path disks.script
        devices/disk/source@protocol:
        devices/disk/source@name: disks.path
        devices/disk/source/host: disks.path
        devices/disk/source/host@name: disks.path
        devices/disk/source/host@port: disks.path
        devices/disk/source/config@file: disks.path
        devices/disk/target@dev: disks.vdev
        devices/disk/target@removable: disks.removable
        devices/disk/target@bus:
        devices/disk/driver@name: disks.backend
        devices/disk/driver@type: disks.backend disks.format
        devices/disk/driver@discard: disks.discard
        devices/disk/driver@cache:
        devices/disk/readonly: disks.readWrite disks.discard
        devices/disk/shareable:
        devices/disk/boot: hvm.bootOrder
        devices/disk/boot@order: hvm.bootOrder
        devices/disk/backenddomain: disks.backendDomain
        devices/disk/backenddomain@name: disks.backendDomain
        devices/interface: nics pciDevices
        devices/interface@type: nics.bridge
        devices/interface@managed: pciDevices.seize
        devices/interface/mac@address: nics.mac
        devices/interface/source@bridge: nics.bridge
        devices/interface/script@path: nics.script
        devices/interface/target@dev: nics.interfaceName
        devices/interface/ip: nics.ip
        devices/interface/ip@address: nics.ip
        devices/interface/ip@family:
        devices/interface/model@type: nics.model nics.type
        devices/interface/boot: hvm.bootOrder
        devices/interface/boot@order: hvm.bootOrder
        devices/interface/mtu@size [B]: nics.mtu
        devices/interface/backenddomain@name: nics.backendDomain
        devices/interface/bandwidth/outbound@average [KiB/s]: nics.rateBytesPerInterval nics.rateInterval
        devices/interface/virtualport@type: nics.script
        devices/interface/vlan: nics.bridge
        devices/interface/vlan@trunk: nics.bridge
        devices/interface/vlan/tag@id: nics.bridge
        devices/hostdev: pciDevices usbDevices
        devices/hostdev@mode:
        devices/hostdev@type: pciDevices usbDevices
        devices/hostdev@managed: pciDevices.seize
        devices/hostdev/source@writeFiltering: pciDevices.permissive
        devices/hostdev/source/address@domain: pciDevices.domain
        devices/hostdev/source/address@bus: pciDevices.bus usbDevices.host.bus
        devices/hostdev/source/address@slot: pciDevices.device
        devices/hostdev/source/address@function: pciDevices.function
        devices/hostdev/source/address@device: usbDevices.host.address
        devices/hostdev/driver@name:
        devices/controller: usbControllers
        devices/controller@type: usbControllers
        devices/controller@index: usbControllers.devid
        devices/controller@model: usbControllers.version
        devices/controller@ports: usbControllers.ports
        devices/controller@maxGrantFrames: limits.grantFrames
        devices/controller@maxEventChannels: limits.eventChannels
        devices/serial: hvm.serial hvm.serialPorts
        devices/serial@type: hvm.serial
        devices/serial/source@path: hvm.serial
        devices/serial/source@mode: hvm.serial
        devices/serial/source@host: hvm.serial
        devices/serial/source@service: hvm.serial
        devices/serial/protocol@type: hvm.serial
        devices/serial/target@port: hvm.serial hvm.serialPorts
        devices/serial/target@type:
        devices/serial@tty:
        devices/console: hvm.serial
        devices/console@type: hvm.serial
        devices/console@tty:
        devices/console/source@path: hvm.serial
        devices/console/source@mode: hvm.serial
        devices/console/source@host: hvm.serial
        devices/console/source@service: hvm.serial
        devices/console/protocol@type: hvm.serial
        devices/console/target@port:
        devices/console/target@type: hvm.serial
        devices/channel: channels
        devices/channel@type: channels.connection channels.connection.path
        devices/channel/source@path: channels.connection.path
        devices/channel/source@mode:
        devices/channel/target@type: channels
        devices/channel/target@name: channels.name
        devices/input: hvm.usbDevices
        devices/input@type: hvm.usbDevices
        devices/input@bus: hvm.usbDevices
        devices/sound: hvm.soundCard
        devices/sound@model: hvm.soundCard
        devices/graphics: memory.video hvm.noGraphics hvm.vga hvm.vnc.enable hvm.vnc.findUnused hvm.sdl.enable \
        hvm.spice.enable hvm.spice.disableTicketing hvm.spice.agentMouse hvm.spice.vdagent \
        hvm.spice.clipboardSharing framebuffers keyboards
        devices/graphics@type: hvm.vnc.enable hvm.vnc.findUnused hvm.sdl.enable hvm.spice.enable \
        hvm.spice.disableTicketing \
        hvm.spice.agentMouse hvm.spice.vdagent hvm.spice.clipboardSharing framebuffers \
        framebuffers.vnc.enable framebuffers.vnc.findUnused framebuffers.sdl.enable keyboards
        devices/graphics@listen: hvm.vnc.listen hvm.spice.host framebuffers.vnc.listen
        devices/graphics@port: hvm.vnc.display hvm.spice.port framebuffers.vnc.display
        devices/graphics@autoport: hvm.vnc.display hvm.vnc.findUnused framebuffers.vnc.display framebuffers.vnc.findUnused
        devices/graphics@passwd: hvm.vnc.password hvm.spice.disableTicketing hvm.spice.password framebuffers.vnc.password
        devices/graphics@keymap: hvm.keymap framebuffers.keymap
        devices/graphics@display: hvm.sdl.display framebuffers.sdl.display
        devices/graphics@xauth: hvm.sdl.xauthority framebuffers.sdl.xauthority
        devices/graphics@tlsPort: hvm.spice.tlsPort
        devices/graphics/listen@type:
        devices/graphics/listen@address: hvm.vnc.listen hvm.spice.host framebuffers.vnc.listen
        devices/graphics/gl@enable: hvm.sdl.opengl framebuffers.sdl.opengl
        devices/graphics/mouse@mode: hvm.spice.agentMouse
        devices/graphics/clipboard@copypaste: hvm.spice.vdagent hvm.spice.clipboardSharing
        devices/graphics/image@compression: hvm.spice.imageCompression
        devices/graphics/streaming@mode: hvm.spice.streamingVideo
        devices/video: memory.video hvm.noGraphics hvm.vga
        devices/video/model@type: memory.video hvm.vga
        devices/video/model@vram [KiB]: memory.video
        devices/video/model@heads:
        devices/video/model@primary:
        devices/filesystem: p9Filesystems
        devices/filesystem@accessmode: p9Filesystems.securityModel
        devices/filesystem/source@dir: p9Filesystems.path
        devices/filesystem/target@dir: p9Filesystems.tag
        devices/memballoon:
        devices/memballoon@model:
        """
}
