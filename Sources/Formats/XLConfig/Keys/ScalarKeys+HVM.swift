import GuestModel

/// The keys that xl reads for HVM guests alone.
extension ScalarKeys {
    static let hvm: [ScalarKey] = [
        .text("boot", \.hvm.bootOrder, .boot, for: ScalarKey.hvmOnly),
        .text("smbios_firmware", \.hvm.smbiosFirmware, .boot, for: ScalarKey.hvmOnly),
        .text("acpi_firmware", \.hvm.acpiFirmware, .boot, for: ScalarKey.hvmOnly),
        .flag("pae", \.hvm.pae, .features, for: ScalarKey.hvmOnly),
        .flag("nx", \.hvm.nx, .features, for: ScalarKey.hvmOnly),
        .flag("acpi_s3", \.hvm.acpiS3, .features, for: ScalarKey.hvmOnly),
        .flag("acpi_s4", \.hvm.acpiS4, .features, for: ScalarKey.hvmOnly),
        .flag("acpi_laptop_slate", \.hvm.acpiLaptopSlate, .features, for: ScalarKey.hvmOnly),
        .flag("hpet", \.hvm.hpet, .clock, for: ScalarKey.hvmOnly),
        .flag("vpt_align", \.hvm.alignVirtualTimers, .clock, for: ScalarKey.hvmOnly),
        .mebibytes("mmio_hole", \.hvm.mmioHole, .features, for: ScalarKey.hvmOnly, in: 256...3840),
        .mebibytes("rdm_mem_boundary", \.hvm.rdmMemoryBoundary, .features, for: ScalarKey.hvmOnly),
        .flag("altp2mhvm", \.hvm.legacyAltp2m, .features, for: ScalarKey.hvmOnly),
        .flag("xen_platform_pci", \.hvm.xenPlatformPCI, .features, for: ScalarKey.hvmOnly),
        .choice(
            "vendor_device", \.hvm.vendorDevice, .features,
            Choice(words: [("none", VendorDevice.none), ("xenserver", .xenserver)]), default: .none,
            for: ScalarKey.hvmOnly),
        .choice(
            "hdtype", \.hvm.hdtype, .devices, Choice(words: [("ide", .ide), ("ahci", .ahci)]), default: .ide,
            for: ScalarKey.hvmOnly),
        .mebibytes("videoram", \.memory.video, .display, for: ScalarKey.everyKind),
        .flag("nographic", \.hvm.noGraphics, .display, for: ScalarKey.hvmOnly),
        .flag("usb", \.hvm.usb, .devices, for: ScalarKey.hvmOnly),
        .number("usbversion", \.hvm.usbVersion, .devices, unset: 0, for: ScalarKey.hvmOnly),
        .flag("vkb_device", \.hvm.vkbDevice, .devices, for: ScalarKey.hvmOnly),
        .text("soundhw", \.hvm.soundCard, .devices, for: ScalarKey.hvmOnly),
    ]

    static let spice: [ScalarKey] = [
        .flag("spice", \.hvm.spice.enable, .display, for: ScalarKey.hvmOnly),
        .text("spicehost", \.hvm.spice.host, .display, for: ScalarKey.hvmOnly),
        port("spiceport", \.hvm.spice.port),
        port("spicetls_port", \.hvm.spice.tlsPort),
        .flag("spicedisable_ticketing", \.hvm.spice.disableTicketing, .display, for: ScalarKey.hvmOnly),
        .text("spicepasswd", \.hvm.spice.password, .display, for: ScalarKey.hvmOnly),
        .flag("spiceagent_mouse", \.hvm.spice.agentMouse, .display, for: ScalarKey.hvmOnly),
        .flag("spicevdagent", \.hvm.spice.vdagent, .display, for: ScalarKey.hvmOnly),
        .flag("spice_clipboard_sharing", \.hvm.spice.clipboardSharing, .display, for: ScalarKey.hvmOnly),
        .number("spiceusbredirection", \.hvm.spice.usbRedirection, .display, unset: 0, for: ScalarKey.hvmOnly),
        .text("spice_image_compression", \.hvm.spice.imageCompression, .display, for: ScalarKey.hvmOnly),
        .text("spice_streaming_video", \.hvm.spice.streamingVideo, .display, for: ScalarKey.hvmOnly),
    ]

    private static func port(_ name: String, _ path: ScalarKey.Path<Int32?>) -> ScalarKey {
        .number(name, path, .display, in: 0...65535, unset: 0, for: ScalarKey.hvmOnly)
    }
}
