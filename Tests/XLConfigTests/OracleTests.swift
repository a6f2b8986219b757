import FormatSupport
import Foundation
import GuestModel
import Testing

@testable import XLConfig

@Suite("What xl 4.17 reads, we read", .enabled(if: XLOracle.shared != nil, Comment(rawValue: XLOracle.whyNot)))
struct OracleTests {
    static let minimal: [GuestType.Kind: String] = [
        .pv: "name = \"pv1\"\nmemory = 64\nkernel = \"/boot/vmlinuz\"\n",
        .pvh: "name = \"pvh1\"\nmemory = 64\ntype = \"pvh\"\nkernel = \"/boot/vmlinuz\"\n",
        .hvm: "name = \"hvm1\"\nmemory = 64\ntype = \"hvm\"\n",
    ]

    @Test("Debian's examples", arguments: ["hvm", "pvlinux", "pvhlinux"])
    func debianExamples(name: String) throws {
        let path = "/etc/xen/xlexample.\(name)"
        try #require(FileManager.default.fileExists(atPath: path), "needs xen-utils-common")
        try expectAgreement(on: String(contentsOfFile: path, encoding: .utf8))
    }

    @Test("each key, for each type of guest", arguments: GuestType.Kind.allCases)
    func everyKey(kind: GuestType.Kind) throws {
        for settings in SampleSettings.all { try expectAgreement(on: (Self.minimal[kind] ?? "") + settings + "\n") }
    }

    @Test("whole files, of every type", arguments: SampleSettings.files)
    func wholeFiles(text: String) throws { try expectAgreement(on: text) }

    @Test("cpus and nodes of a host with two NUMA nodes", arguments: SampleSettings.cpuLists)
    func cpuLists(list: String) throws {
        for key in ["cpus", "cpus_soft"] {
            try expectAgreement(
                on: (Self.minimal[.pvh] ?? "") + "vcpus = 2\n\(key) = \(list)\n", cpus: 8, nodes: 2)
        }
    }

    @Test("every key that xl asks for is known to us, and we know none that it never asks for")
    func keys() throws {
        let oracle = try #require(XLOracle.shared)
        var asked: Set<String> = []
        // Some keys are asked for only where others are set.
        let additions: [GuestType.Kind: String] = [
            .pv: "vnc = 1\n", .pvh: "pvshim = 1\n", .hvm: "vnc = 1\nspice = 1\nsdl = 1\n",
        ]
        for (kind, text) in Self.minimal {
            asked.formUnion(try oracle.keysAsked(reading: text + (additions[kind] ?? "")))
        }
        // xl reads its xl.conf with the same functions.
        #expect(ToolstackKeys.names.isSubset(of: asked))
        #expect(asked.filter { KnownKeys.use(of: $0) == nil && !ToolstackKeys.names.contains($0) }.isEmpty)
        #expect(KnownKeys.suggestions.filter { !asked.contains($0) } == ["xenward"])
    }

    @Test("each feature of a cpu, by its name")
    func cpuFeatures() throws {
        let names = CPUFeature.names
        try #require(names.count == 275)
        for start in stride(from: 0, to: names.count, by: 25) {
            let some = names[start..<min(start + 25, names.count)]
            let words = some.enumerated().map { "\($1)=\(["0", "1", "k", "s"][$0 % 4])" }
            try expectAgreement(
                on: (Self.minimal[.hvm] ?? "") + "cpuid = \"host,\(words.joined(separator: ","))\"\n")
        }
    }

    @Test("a guest's type", arguments: SampleSettings.types)
    func types(settings: String) throws {
        try expectAgreement(on: "name = \"typed\"\nmemory = 64\n" + settings + "\n")
    }
}
