import FormatSupport
import GuestModel

extension GuestReading {
    /// The lists of devices, in the order in which xl reads them, which decides about their numbers.
    mutating func readDevices() {
        for (text, position) in texts("disk") ?? [] {
            if let disk = specified("disk", position, { () throws(SpecError) in try DiskSpec.read(text) }) {
                configuration.disks.append(disk)
            }
        }
        readInterfaces()
        readList("vtpm", DeviceSpecs.tpm, strict: true, \.vtpms, number: \.devid) { (tpm) throws(SpecError) in
            if tpm.backendDomain == nil { throw SpecError("a vtpm needs its backend: backend=…") }
        }
        readList("p9", DeviceSpecs.p9, strict: true, \.p9Filesystems, number: nil) { (p9) throws(SpecError) in
            if p9.tag == nil || p9.path == nil || p9.securityModel == nil {
                throw SpecError("9pfs needs tag=…, path=… and security_model=none")
            }
        }
        readList("pvcalls", DeviceSpecs.pvcalls, strict: true, \.pvcallsInterfaces, number: \.devid)
        readList("vdispl", DisplaySpec.table, strict: true, \.displays, number: \.devid) {
            (display) throws(SpecError) in
            if display.connectors.isEmpty { throw SpecError("a display needs connectors=…") }
        }
        readSound()
        readChannels()
        var framebuffers: [VirtualFramebuffer] = []
        readList("vfb", DeviceSpecs.framebuffer, strict: false, into: &framebuffers, number: nil)
        for framebuffer in framebuffers { add(framebuffer) }
        readScreen()
        readList("usbctrl", DeviceSpecs.usbController, strict: true, \.usbControllers, number: \.devid)
        readList("usbdev", DeviceSpecs.usbDevice, strict: true, \.usbDevices, number: nil)
        readList("vkb", DeviceSpecs.keyboard, strict: true, \.keyboards, number: \.devid) { (vkb) throws(SpecError) in
            if vkb.backend == nil { throw SpecError("a vkb needs backend-type=qemu or backend-type=linux") }
            // Any of the numbers switches it on, and xl asks for no more than one of them.
            let numbers = [vkb.multiTouchWidth, vkb.multiTouchHeight, vkb.multiTouchContacts]
            let isNumbered = numbers.contains { $0 != nil }
            if vkb.multiTouch, !isNumbered {
                throw SpecError("multi touch needs multi-touch-width, multi-touch-height and multi-touch-num-contacts")
            }
            vkb.multiTouch = isNumbered
        }
    }

    private mutating func readInterfaces() {
        var standard = NetworkInterface()
        standard.script = host.vifScript
        standard.bridge = host.vifBridge
        standard.gatewayDevice = host.vifGatewayDevice
        standard.backendDomain = host.vifBackend
        readList("vif", NetworkSpec.table, strict: false, \.nics, number: \.devid, from: standard)
    }

    private mutating func readSound() {
        guard let setting = settings["vsnd"] else { return }
        let expected = "vsnd must be a list of lists: vsnd = [ [ \"CARD\", \"PCM, name=…\", \"STREAM, type=p\" ] ]"
        guard case .list(let cards, _) = setting.value else { return refuse("vsnd", expected) }
        for card in cards {
            guard case .list(let elements, _) = card else { return refuse("vsnd", at: card.position, expected) }
            var texts: [String] = []
            for element in elements {
                if case .text(let text, _) = element {
                    texts.append(text)
                } else {
                    warn(.unread, at: element.position, "vsnd: xl passes over a list in the list of a card")
                }
            }
            let sound = specified("vsnd", card.position) { () throws(SpecError) in try SoundSpec.read(texts) }
            guard var sound else { continue }
            sound.devid = Int32(configuration.soundDevices.count)
            configuration.soundDevices.append(sound)
        }
    }

    private mutating func readChannels() {
        var specs: [ChannelSpec] = []
        readList("channel", ChannelSpec.table, strict: false, into: &specs, number: nil, from: ChannelSpec()) {
            (spec) throws(SpecError) in
            _ = try spec.finished()
        }
        for spec in specs {
            guard var channel = try? spec.finished() else { continue }
            channel.devid = Int32(configuration.channels.count)
            configuration.channels.append(channel)
        }
    }

    // MARK: Lists of specifications

    /// Reads one kind of device into the guest. Devices are numbered from 0 on where they have a number.
    private mutating func readList<D: Device>(
        _ key: String, _ table: SpecTable<D>, strict: Bool, _ path: WritableKeyPath<GuestConfiguration, [D]>,
        number: WritableKeyPath<D, Int32?>?, from standard: D = D(),
        finish: (inout D) throws(SpecError) -> Void = { (_) throws(SpecError) in }
    ) {
        var devices = configuration[keyPath: path]
        readList(key, table, strict: strict, into: &devices, number: number, from: standard, finish: finish)
        configuration[keyPath: path] = devices
    }

    private mutating func readList<D: FieldRecord>(
        _ key: String, _ table: SpecTable<D>, strict: Bool, into devices: inout [D],
        number: WritableKeyPath<D, Int32?>?
    ) {
        readList(key, table, strict: strict, into: &devices, number: number, from: D())
    }

    private mutating func readList<D>(
        _ key: String, _ table: SpecTable<D>, strict: Bool, into devices: inout [D],
        number: WritableKeyPath<D, Int32?>?, from standard: D,
        finish: (inout D) throws(SpecError) -> Void = { (_) throws(SpecError) in }
    ) {
        for (text, position) in texts(key) ?? [] {
            var device = standard
            if let number { device[keyPath: number] = Int32(devices.count) }
            var rest = SpecTable<D>.Rest()
            let read = specified(key, position) { () throws(SpecError) in
                rest = try table.read(text, into: &device)
                try finish(&device)
                return device
            }
            if let end = rest.end {
                // What stands there may be the end of a password.
                let what = key == "vfb" ? "a part that is no key=value" : "\(quoted(end)), which is no key=value"
                warn(.unread, at: position, "\(key): xl reads no further than \(what)")
            }
            let unknown = rest.unknown
            if unknown.count > 8 {
                warn(.unknown, at: position, "\(key): \(unknown.count) parts are unknown; the first 8 are named")
            }
            for part in unknown.prefix(8) {
                let message = "\(key) has no \(quoted(part))\(table.suggestion(for: part))"
                // What xl refuses is refused, and what it passes over is passed over.
                if strict { refuse(key, at: position, message) } else { warn(.unknown, at: position, message) }
            }
            if let read { devices.append(read) }
        }
    }

    /// A device, or nil and an error at the place of its specification.
    mutating func specified<D>(
        _ key: String, _ position: Position, _ read: () throws(SpecError) -> D
    ) -> D? {
        do throws(SpecError) {
            return try read()
        } catch {
            refuse(key, at: position, "\(key): \(error.message)")
            return nil
        }
    }
}
