extension KeyLinks {
    static let devices = """
        vnc: hvm.vnc.enable framebuffers keyboards
        vnclisten: hvm.vnc.listen framebuffers.vnc.listen
        vncpasswd: hvm.vnc.password framebuffers.vnc.password
        vncdisplay: hvm.vnc.display framebuffers.vnc.display
        vncunused: hvm.vnc.findUnused framebuffers.vnc.findUnused
        keymap: hvm.keymap framebuffers.keymap
        sdl: hvm.sdl.enable framebuffers.sdl.enable
        opengl: hvm.sdl.opengl framebuffers.sdl.opengl
        display: hvm.sdl.display framebuffers.sdl.display
        xauthority: hvm.sdl.xauthority framebuffers.sdl.xauthority
        nographic: hvm.noGraphics
        vga: hvm.vga
        stdvga: hvm.vga
        gfx_passthru: hvm.gfxPassthrough hvm.gfxPassthroughKind
        spice: hvm.spice.enable
        spicehost: hvm.spice.host
        spiceport: hvm.spice.port
        spicetls_port: hvm.spice.tlsPort
        spicedisable_ticketing: hvm.spice.disableTicketing
        spicepasswd: hvm.spice.password
        spiceagent_mouse: hvm.spice.agentMouse
        spicevdagent: hvm.spice.vdagent
        spice_clipboard_sharing: hvm.spice.clipboardSharing
        spiceusbredirection: hvm.spice.usbRedirection
        spice_image_compression: hvm.spice.imageCompression
        spice_streaming_video: hvm.spice.streamingVideo
        soundhw: hvm.soundCard
        hdtype: hvm.hdtype
        serial: hvm.serial hvm.serialPorts
        usb: hvm.usb
        usbversion: hvm.usbVersion
        usbdevice: hvm.usbDevice hvm.usbDevices
        vkb_device: hvm.vkbDevice
        disk: disks
        vif: nics
        pci: pv.e820Host pciDevices
        pci_msitranslate: pciDevices.msiTranslate
        pci_power_mgmt: pciDevices.powerManagement
        pci_permissive: pciDevices.permissive
        pci_seize: pciDevices.seize
        dtdev: deviceTreeDevices
        vfb: framebuffers keyboards
        vkb: keyboards
        vtpm: vtpms
        p9: p9Filesystems
        pvcalls: pvcallsInterfaces
        vdispl: displays
        vsnd: soundDevices
        channel: channels
        usbctrl: usbControllers
        usbdev: usbDevices
        disk.*: disks
        target: .path .format
        format: .format
        vdev: .vdev
        access: .readWrite
        devtype: .removable .readWrite .cdrom
        cdrom: .removable .readWrite .cdrom
        backend: .backendDomain
        backendtype: .backend
        script: .script
        specification: .specification
        direct-io-safe: .directIOSafe
        discard: .discard
        no-discard: .discard
        colo: .coloEnable
        no-colo: .coloEnable
        colo-host: .coloHost
        colo-port: .coloPort
        colo-export: .coloExport
        active-disk: .activeDisk
        hidden-disk: .hiddenDisk
        vif.*: nics
        mac: .mac
        bridge: .bridge
        gatewaydev: .gatewayDevice
        netdev: .gatewayDevice
        script: .script
        ip: .ip
        vifname: .interfaceName
        type: .type
        model: .model
        mtu [B]: .mtu
        rate: .rateBytesPerInterval .rateInterval
        backend: .backendDomain
        devid: .devid
        trusted: .trusted
        untrusted: .trusted
        pci.*: pciDevices
        bdf: .function .device .bus .domain .functionMask
        name: .name
        vslot: .virtualSlot
        msitranslate: .msiTranslate
        power_mgmt: .powerManagement
        permissive: .permissive
        seize: .seize
        rdm_policy: .rdmPolicy
        vfb.*: framebuffers
        vnc: .vnc.enable
        vnclisten: .vnc.listen
        vncpasswd: .vnc.password
        vncdisplay: .vnc.display
        vncunused: .vnc.findUnused
        keymap: .keymap
        sdl: .sdl.enable
        opengl: .sdl.opengl
        display: .sdl.display
        xauthority: .sdl.xauthority
        vkb.*: keyboards
        backend-type: .backend
        backend: .backendDomain
        unique-id: .uniqueID
        feature-disable-keyboard: .disableKeyboard
        feature-disable-pointer: .disablePointer
        feature-abs-pointer: .absolutePointer
        feature-raw-pointer: .rawPointer
        feature-multi-touch:
        width: .width
        height: .height
        multi-touch-width: .multiTouchWidth
        multi-touch-height: .multiTouchHeight
        multi-touch-num-contacts: .multiTouchContacts
        vtpm.*: vtpms
        backend: .backendDomain
        uuid: .uuid
        p9.*: p9Filesystems
        tag: .tag
        path: .path
        security_model: .securityModel
        backend: .backendDomain
        pvcalls.*: pvcallsInterfaces
        backend: .backendDomain
        channel.*: channels
        connection: .connection .connection.path
        name: .name
        path: .connection.path
        backend: .backendDomain
        usbctrl.*: usbControllers
        type: .type
        version: .version
        ports: .ports
        usbdev.*: usbDevices
        type: .host.bus .host.address
        hostbus: .host.bus
        hostaddr: .host.address
        controller: .controller
        port: .port
        vdispl.*: displays
        backend: .backendDomain
        be-alloc: .backendAllocates
        connectors: .connectors
        vsnd.card.*: soundDevices
        backend: .backendDomain
        short-name: .shortName
        long-name: .longName
        sample-rates: .parameters.sampleRates
        sample-formats: .parameters.sampleFormats
        channels-min: .parameters.minimumChannels
        channels-max: .parameters.maximumChannels
        buffer-size [B]: .parameters.bufferSize
        vsnd.pcm.*: soundDevices.pcms
        name: .name
        sample-rates: .parameters.sampleRates
        sample-formats: .parameters.sampleFormats
        channels-min: .parameters.minimumChannels
        channels-max: .parameters.maximumChannels
        buffer-size [B]: .parameters.bufferSize
        vsnd.stream.*: soundDevices.pcms.streams
        unique-id: .uniqueID
        type: .direction
        sample-rates: .parameters.sampleRates
        sample-formats: .parameters.sampleFormats
        channels-min: .parameters.minimumChannels
        channels-max: .parameters.maximumChannels
        buffer-size [B]: .parameters.bufferSize
        """
}
