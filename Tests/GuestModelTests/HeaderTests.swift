import Foundation
import GuestModel
import Testing

/// The installed header is the judge: every field that libxl has must have a home in the model.
@Suite("Nothing that libxl knows is missing")
struct HeaderTests {
    static let header = "/usr/include/_libxl_types.h"

    @Test(
        "every field of libxl_domain_config has a Field", .enabled(if: FileManager.default.fileExists(atPath: header)))
    func everyFieldIsThere() throws {
        let header = try LibxlHeader(String(contentsOfFile: Self.header, encoding: .utf8))
        let model = Set(Field.all.map(\.libxlPath))
        let paths = header.leaves(of: "libxl_domain_config")
        #expect(paths.count > 300, "the header was not understood")
        let missing = paths.filter { !model.contains($0) }.map { $0.joined(separator: " ") }
        #expect(missing == [])
    }

    @Test("every Field is one of libxl's", .enabled(if: FileManager.default.fileExists(atPath: header)))
    func nothingIsMadeUp() throws {
        let header = try LibxlHeader(String(contentsOfFile: Self.header, encoding: .utf8))
        let paths = Set(header.leaves(of: "libxl_domain_config"))
        // What the header hides behind a pointer type, and lists, which are fields besides their elements.
        let extra = Field.all.map(\.libxlPath).filter { path in
            !paths.contains(path) && path.prefix(2) != ["b_info", "cpuid"]
                && !paths.contains { $0.starts(with: path) }
        }
        #expect(extra.map { $0.joined(separator: " ") } == [])
    }

    @Test(
        "every enumeration has libxl's values", .enabled(if: FileManager.default.fileExists(atPath: header)),
        arguments: [
            ("libxl_domain_type", GuestType.Kind.allCases.map(\.rawValue)),
            ("libxl_passthrough", Passthrough.allCases.map(\.rawValue)),
            ("libxl_scheduler", Scheduler.allCases.map(\.rawValue)),
            ("libxl_tsc_mode", TSCMode.allCases.map(\.rawValue)),
            ("libxl_timer_mode", TimerMode.allCases.map(\.rawValue)),
            ("libxl_device_model_version", DeviceModelVersion.allCases.map(\.rawValue)),
            ("libxl_altp2m_mode", Altp2mMode.allCases.map(\.rawValue)),
            ("libxl_tee_type", TEE.allCases.map(\.rawValue)),
            ("libxl_gic_version", GICVersion.allCases.map(\.rawValue)),
            ("libxl_vuart_type", VirtualUART.allCases.map(\.rawValue)),
            ("libxl_bios_type", BIOS.allCases.map(\.rawValue)),
            ("libxl_hdtype", HardDiskController.allCases.map(\.rawValue)),
            ("libxl_vga_interface_type", VGACard.allCases.map(\.rawValue)),
            ("libxl_gfx_passthru_kind", GFXPassthroughKind.allCases.map(\.rawValue)),
            ("libxl_vendor_device", VendorDevice.allCases.map(\.rawValue)),
            ("libxl_rdm_reserve_strategy", RDMStrategy.allCases.map(\.rawValue)),
            ("libxl_rdm_reserve_policy", RDMPolicy.allCases.map(\.rawValue)),
            ("libxl_disk_backend", DiskBackend.allCases.map(\.rawValue)),
            ("libxl_disk_format", DiskFormat.allCases.map(\.rawValue)),
            ("libxl_disk_specification", DiskSpecification.allCases.map(\.rawValue)),
            ("libxl_disk_transport", DiskTransport.allCases.map(\.rawValue)),
            ("libxl_nic_type", NICType.allCases.map(\.rawValue)),
            ("libxl_vkb_backend", KeyboardBackend.allCases.map(\.rawValue)),
            ("libxl_vsnd_pcm_format", SampleFormat.allCases.map(\.rawValue)),
            ("libxl_vsnd_stream_type", SoundDirection.allCases.map(\.rawValue)),
            ("libxl_usbctrl_type", USBControllerType.allCases.map(\.rawValue)),
            ("libxl_action_on_shutdown", ShutdownAction.allCases.map(\.rawValue)),
            ("libxl_viridian_enlightenment", ViridianEnlightenment.named.compactMap(\.name)),
        ])
    func everyEnumerationIsWhole(name: String, cases: [String]) throws {
        let header = try LibxlHeader(String(contentsOfFile: Self.header, encoding: .utf8))
        let unsaid: Set<String> = ["unknown", "default", "invalid"]
        let theirs = try #require(header.enumerations[name])
        #expect(Set(theirs).subtracting(unsaid) == Set(cases).subtracting(unsaid))
    }
}

/// What C's declarations say, as far as libxl's generated header uses C.
private struct LibxlHeader {
    struct Member {
        var name: String
        var type: String
    }

    private(set) var structures: [String: [Member]] = [:]
    private(set) var enumerations: [String: [String]] = [:]

    init(_ text: String) throws {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: true)[...]
        while let line = lines.popFirst() {
            if let match = line.wholeMatch(of: /typedef struct (\w+) \{/) {
                structures[String(match.1)] = members(&lines, prefix: String(match.1))
            } else if let match = line.wholeMatch(of: /typedef enum (\w+) \{/) {
                let prefix = match.1.uppercased() + "_"
                var values: [String] = []
                while let line = lines.popFirst(), let value = line.firstMatch(of: /^\s+(\w+) = -?\d+,/) {
                    let name = String(value.1)
                    // Some prefixes are shorter than their type's name.
                    let bare =
                        name.hasPrefix(prefix)
                        ? name.dropFirst(prefix.count) : name.dropFirst(Self.common(name, prefix))
                    values.append(bare.lowercased())
                }
                enumerations[String(match.1)] = values
            }
        }
    }

    private static func common(_ name: String, _ prefix: String) -> Int {
        zip(name, prefix).prefix { $0 == $1 }.count
    }

    /// Members up to the closing brace; a structure inside becomes a structure of its own.
    private mutating func members(_ lines: inout ArraySlice<Substring>, prefix: String) -> [Member] {
        var members: [Member] = []
        while let line = lines.popFirst() {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("}") { break }
            if text == "struct {" || text == "union {" {
                var depth = 1
                var inner: [Substring] = []
                var closing: Substring = ""
                while depth > 0, let next = lines.popFirst() {
                    if next.hasSuffix("{") { depth += 1 }
                    if next.trimmingCharacters(in: .whitespaces).hasPrefix("}") { depth -= 1 }
                    if depth > 0 { inner.append(next) } else { closing = next }
                }
                let name = closing.trimmingCharacters(in: CharacterSet(charactersIn: " };"))
                let type = "\(prefix).\(name)"
                var rest = inner[...] + ["}"]
                structures[type] = self.members(&rest, prefix: type)
                members.append(Member(name: name, type: type))
            } else if let match = text.wholeMatch(of: /(?:const )?([\w]+)[ *]+(\w+);/) {
                if !match.2.hasPrefix("num_") { members.append(Member(name: String(match.2), type: String(match.1))) }
            }
        }
        return members
    }

    /// The paths, in JSON's names, of everything below a structure that is no structure itself.
    func leaves(of structure: String) -> [[String]] {
        (structures[structure] ?? []).flatMap { member -> [[String]] in
            if member.name == "u" {
                let key = structure.hasSuffix("channel") ? "connection" : "type"
                return leaves(of: member.type).map { ["\(key).\($0[0])"] + $0.dropFirst() }
            }
            // The key of a union is written into the union's name.
            if (structure, member.name) == ("libxl_domain_build_info", "type") { return [] }
            if (structure, member.name) == ("libxl_device_usbdev", "type") { return [] }
            let below = leaves(of: member.type)
            return below.isEmpty ? [[member.name]] : below.map { [member.name] + $0 }
        }
    }
}
