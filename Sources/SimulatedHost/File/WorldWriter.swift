import GuestModel
import Host
import LibxlJSON
import YAML

extension World {
    /// The version of the layout that is written.
    static let fileVersion = 1

    /// The world as a YAML document, in the layout that ``init(yaml:)`` reads.
    func yaml() throws(YAMLError) -> [UInt8] {
        let writer = YAMLWriter(
            comment: """
                A simulated Xen host. Memory is in KiB, times are seconds since 1970.
                Edit it while no command runs: paths and bridges under host.missing do not exist,
                and behaviours has guests misbehave (\(GuestBehaviour.allCases.map(\.rawValue).joined(separator: ", "))).
                """)
        writer.mapping { writer in
            writer.key("version")
            writer.integer(Self.fileVersion)
            writer.key("host")
            writeMachine(writer)
            writer.key("behaviours")
            writer.sequence { writer in
                for (guest, behaviour) in behaviours.sorted(by: { $0.key < $1.key }) {
                    writer.mapping { writer in
                        writer.pair("guest", guest)
                        writer.key("behaviour")
                        writer.word(behaviour.rawValue)
                    }
                }
            }
            writer.key("scrubbing")
            writer.sequence { writer in
                for memory in scrubbing {
                    writer.mapping { writer in
                        writer.pair("memory", memory.kibibytes)
                        writer.pair("until", memory.until)
                    }
                }
            }
            if !savedMemories.isEmpty {
                writer.key("saved_memory")
                writer.sequence { writer in
                    for (path, saved) in savedMemories.sorted(by: { $0.key < $1.key }) {
                        writer.mapping { writer in
                            writer.pair("path", path)
                            writer.key("stale")
                            writer.boolean(saved.isStale)
                            writer.key("domain")
                            saved.domain.write(writer)
                        }
                    }
                }
            }
            writer.key("domains")
            writer.sequence { writer in
                for domain in domains { domain.write(writer) }
            }
        }
        return try writer.finish()
    }

    private func writeMachine(_ writer: borrowing YAMLWriter) {
        writer.mapping { writer in
            writer.pair("boot_id", machine.bootID)
            writer.pair("xen_version", machine.version)
            writer.pair("total_memory", machine.totalMemory)
            writer.pair("cpus", machine.cpus)
            writer.key("cpupools")
            writer.sequence { writer in
                for pool in machine.cpupools { writer.string(pool) }
            }
            writer.key("guest_kinds")
            writer.sequence { writer in
                for kind in GuestType.Kind.allCases where machine.guestKinds.contains(kind) {
                    writer.word(kind.rawValue)
                }
            }
            writer.key("missing")
            writer.sequence { writer in
                for name in machine.missing.sorted() { writer.string(name) }
            }
            writer.pair("scrub_seconds", machine.scrubSeconds)
            writer.pair("last_domid", lastDomid)
            writer.pair("random", random.state)
        }
    }
}

extension SimulatedDomain {
    fileprivate func write(_ writer: borrowing YAMLWriter) {
        writer.mapping { writer in
            writer.pair("domid", domid)
            writer.pair("uuid", uuid.description)
            writer.pair("name", name)
            writer.key("state")
            switch state {
            case .running: writer.word("running")
            case .paused: writer.word("paused")
            case .dying: writer.word("dying")
            case .shutDown(let reason):
                writer.word("shut_down")
                writer.key("reason")
                writer.word(reason.rawValue)
            }
            if let nonce { writer.pair("nonce", nonce) }
            writer.pair("memory_target", runtime.memoryTarget)
            writer.pair("memory_maximum", runtime.memoryMaximum)
            writer.pair("video_memory", runtime.videoMemory)
            writer.pair("memory_held", runtime.memoryHeld)
            writer.pair("vcpus", runtime.vcpus)
            writer.pair("online_vcpus", runtime.onlineVCPUs.description)
            writer.pair("hard_affinity", runtime.hardAffinity)
            writer.pair("soft_affinity", runtime.softAffinity)
            if let nodes = runtime.nodeAffinity { writer.pair("node_affinity", nodes.description) }
            writer.pair("cpupool", runtime.cpupool)
            writer.pair("weight", runtime.weight)
            writer.pair("cap", runtime.cap)
            if !runtime.keyboards.isEmpty {
                writer.key("keyboards")
                writer.sequence { writer in
                    for devid in runtime.keyboards { writer.integer(devid) }
                }
            }
            writer.key("configuration")
            writer.literal(stored.text)
            if let userdata {
                writer.key("userdata")
                writer.literal(userdata)
            }
            if !otherToolstacks.isEmpty {
                writer.key("other_toolstacks")
                writer.sequence { writer in
                    for toolstack in Toolstack.allCases where otherToolstacks.contains(toolstack) {
                        writer.word(toolstack.rawValue)
                    }
                }
            }
            if !published.isEmpty {
                writer.key("published")
                writer.mapping { writer in
                    for (key, text) in published.sorted(by: { $0.key < $1.key }) {
                        writer.key(key)
                        writer.string(text)
                    }
                }
            }
        }
    }
}

extension YAMLWriter {
    fileprivate borrowing func pair(_ key: String, _ text: String) {
        self.key(key)
        string(text)
    }

    fileprivate borrowing func pair(_ key: String, _ number: some BinaryInteger) {
        self.key(key)
        integer(number)
    }

    /// Left out when there is nothing.
    fileprivate borrowing func pair(_ key: String, _ sets: [CPUSet]) {
        guard !sets.isEmpty else { return }
        self.key(key)
        sequence { writer in
            for set in sets { writer.string(set.description) }
        }
    }
}
