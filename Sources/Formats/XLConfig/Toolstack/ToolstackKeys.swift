/// Every key that xl 4.17 reads in xl.conf, and what is done with it.
enum ToolstackKeys {
    struct Key: Sendable {
        let name: String
        let read: @Sendable (inout ToolstackReading, Setting) -> Void

        init(_ name: String, _ read: @escaping @Sendable (inout ToolstackReading, Setting) -> Void) {
            self.name = name
            self.read = read
        }
    }

    static let names: Set<String> = Set(all.map(\.name))

    /// In the order in which they count: a deprecated key comes before the one that took its place, and yields to it.
    static let all = host + interfaces + guests + elsewhere

    private static let host = [
        Key("autoballoon") { reading, setting in
            let choice = reading.choice(
                setting, ["on": ToolstackConfiguration.Autoballoon.on, "off": .off, "auto": .auto, "1": .on, "0": .off])
            if let choice { reading.configuration.autoballoon = choice }
        },
        Key("lockfile") { reading, setting in
            if let path = reading.text(setting) { reading.configuration.lockFile = path }
        },
        Key("domid_policy") { reading, setting in
            let choice = reading.choice(setting, ["xen": ToolstackConfiguration.DomidPolicy.xen, "random": .random])
            if let choice { reading.configuration.domidPolicy = choice }
        },
    ]

    private static let interfaces = [
        deprecated("vifscript", for: "vif.default.script") { $0.vifScript = $1 },
        text("vif.default.script") { $0.vifScript = $1 },
        deprecated("defaultbridge", for: "vif.default.bridge") { $0.vifBridge = $1 },
        text("vif.default.bridge") { $0.vifBridge = $1 },
        text("vif.default.gatewaydev") { $0.vifGatewayDevice = $1 },
        text("vif.default.backend") { $0.vifBackend = $1 },
    ]

    private static let guests = [
        flag("run_hotplug_scripts") { $0.runHotplugScripts = $1 },
        flag("claim_mode") { $0.claimMode = $1 },
        text("blkdev_start") { $0.firstDisk = $1 },
        count("max_grant_frames") { $0.maxGrantFrames = UInt32($1) },
        count("max_maptrack_frames") { $0.maxMaptrackFrames = UInt32($1) },
        count("max_grant_version") { $0.maxGrantVersion = $1 },
        mask("vm.cpumask") { $0.cpuMask = $1 },
        mask("vm.pv.cpumask") { $0.pvCPUMask = $1 },
        mask("vm.hvm.cpumask") { $0.hvmCPUMask = $1 },
    ]

    private static let elsewhere = [
        ("output_format", "it is about what xl itself prints"),
        ("remus.default.netbufscript", "it is for xl remus"),
        ("colo.default.proxyscript", "it is for xl remus -c"),
    ].map { name, reason in
        Key(name) { reading, setting in
            guard reading.text(setting) != nil else { return }
            reading.note(.meaningless, at: setting.position, "\(name) is not used here: \(reason)")
        }
    }

    private typealias Store<Value> = @Sendable (inout HostDefaults, Value) -> Void

    private static func text(_ name: String, _ store: @escaping Store<String>) -> Key {
        Key(name) { reading, setting in
            if let text = reading.text(setting) { store(&reading.configuration.guestDefaults, text) }
        }
    }

    private static func deprecated(_ name: String, for successor: String, _ store: @escaping Store<String>) -> Key {
        Key(name) { reading, setting in
            guard let text = reading.text(setting) else { return }
            reading.warn(.deprecated, at: setting.position, "\(name) is deprecated; write \(successor)")
            store(&reading.configuration.guestDefaults, text)
        }
    }

    private static func flag(_ name: String, _ store: @escaping Store<Bool>) -> Key {
        Key(name) { reading, setting in
            if let flag = reading.flag(setting) { store(&reading.configuration.guestDefaults, flag) }
        }
    }

    private static func count(_ name: String, _ store: @escaping Store<Int32>) -> Key {
        Key(name) { reading, setting in
            if let count = reading.count(setting) { store(&reading.configuration.guestDefaults, count) }
        }
    }

    private static func mask(_ name: String, _ store: @escaping Store<CPUMask>) -> Key {
        Key(name) { reading, setting in
            if let mask = reading.mask(setting) { store(&reading.configuration.guestDefaults, mask) }
        }
    }
}
