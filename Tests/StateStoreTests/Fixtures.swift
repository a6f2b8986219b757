import Foundation
import GuestModel
import LibxlJSON
import Observing
import Planning
import SeededNumbers
import StateStore

/// A directory that goes with the value.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "xenward-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var state: String { path + "/state.yaml" }

    func content() throws -> String { try String(contentsOfFile: state, encoding: .utf8) }

    func write(_ text: String, mode: Int = 0o600) throws {
        try text.write(toFile: state, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: state)
    }

    func mode(_ name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

/// A text that invites mistakes.
func text(_ generator: inout SeededNumbers) -> String {
    let traps = [
        "", "1", "true", "null", "~", "no", "0x1f", "1e3", "- a", "a: b", "#", "\"", "\\", "\n", "a\nb", "\t", "\u{1}",
        "\u{85}", "\u{2028}", "\u{feff}", "é", "😀", " x ", "|", "web", "db-1", "2026-11-21T03:24:00Z",
    ]
    return (0..<Int.random(in: 1...3, using: &generator))
        .compactMap { _ in traps.randomElement(using: &generator) }.joined()
}

func time(_ generator: inout SeededNumbers) -> Timestamp {
    Timestamp(seconds: .random(in: 0...253_402_300_799, using: &generator))
}

func configuration(_ generator: inout SeededNumbers) -> CanonicalConfiguration {
    let kind = GuestType.Kind.allCases.randomElement(using: &generator) ?? .pv
    var guest = GuestConfiguration(name: text(&generator), type: kind.standard)
    guest.uuid = .random(using: &generator)
    guest.memory.target = .random(in: 1...1 << 30, using: &generator)
    guest.boot.commandLine = text(&generator)
    return CanonicalConfiguration(guest)
}

func record(_ generator: inout SeededNumbers) -> GuestRecord {
    let reason = ShutdownReason.allCases.randomElement(using: &generator) ?? .crash
    return GuestRecord(
        name: text(&generator), uuid: .random(using: &generator), source: text(&generator),
        directory: .random(using: &generator) ? text(&generator) : nil, digest: text(&generator),
        origin: .random(using: &generator) ? .created : .adopted, given: configuration(&generator),
        booted: .random(using: &generator) ? configuration(&generator) : nil,
        settled: .random(using: &generator) ? configuration(&generator) : nil,
        domain: .random(using: &generator)
            ? .init(
                domid: .random(in: 1...32_751, using: &generator), bootID: text(&generator),
                limits: .init(memory: 4096, vcpus: 1)) : nil,
        saved: .random(using: &generator)
            ? .init(path: text(&generator), completed: .random(using: &generator) ? time(&generator) : nil) : nil,
        shutDown: .random(using: &generator)
            ? .init(domid: .random(in: 1...32_751, using: &generator), reason: reason, since: time(&generator)) : nil,
        nonce: .random(using: &generator) ? text(&generator) : nil,
        intent: [
            .running, .replacing(until: .random(using: &generator) ? time(&generator) : nil),
            .ended(reason, at: time(&generator), bootID: text(&generator)),
            .stopped(
                at: time(&generator), by: GuestRecord.Orderer.allCases.randomElement(using: &generator) ?? .hand,
                bootID: text(&generator)),
        ].randomElement(using: &generator) ?? .running,
        isProtected: .random(using: &generator),
        suspended: .random(using: &generator) ? time(&generator) : nil,
        isLeftAlone: .random(using: &generator),
        isKeptPaused: .random(using: &generator),
        sharedDisks: Set((0..<Int.random(in: 0...2, using: &generator)).map { _ in text(&generator) }),
        crashes: (0..<Int.random(in: 0...2, using: &generator)).map { _ in time(&generator) },
        reboots: (0..<Int.random(in: 0...2, using: &generator)).map { _ in time(&generator) },
        refusedDefinition: .random(using: &generator) ? text(&generator) : nil,
        generation: .random(in: 0 ... .max, using: &generator),
        changed: time(&generator))
}

func state(seed: UInt64, guests: Int, serial: UInt64 = 1) -> RecordedState {
    var generator = SeededNumbers(seed: seed)
    var state = RecordedState(lineage: "lineage", serial: serial)
    for _ in 0..<guests { state.record(record(&generator)) }
    return state
}
