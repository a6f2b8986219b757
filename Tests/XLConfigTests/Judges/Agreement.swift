import FormatSupport
import GuestModel
import Testing
import XLConfig

/// What the stand-in's host is, to a reader.
func hostOfOracle(cpus: UInt32 = 8, nodes: UInt32 = 1) -> HostDefaults {
    var host = HostDefaults()
    host.cpusByNode = (0..<nodes).map { node in CPUSet((0..<cpus).filter { $0 * nodes / cpus == node }) }
    return host
}

/// Expects that a text means to us the guest that it means to xl.
func expectAgreement(
    on text: String, cpus: UInt32 = 8, nodes: UInt32 = 1, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let oracle = try #require(XLOracle.shared, sourceLocation: sourceLocation)
    let answer = try oracle.answer(to: text, cpus: Int(cpus), nodes: Int(nodes))
    try expect(text, toBeRead: answer, on: hostOfOracle(cpus: cpus, nodes: nodes), sourceLocation: sourceLocation)
}

func expect(
    _ text: String, toBeRead answer: XLOracle.Answer, on host: HostDefaults,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let result = XLConfigReader(host: host).read(Array(text.utf8), file: "guest.cfg")
    let errors = result.diagnostics.filter { $0.severity == .error }
    switch answer {
    case .guest(var theirs):
        guard let ours = result.document?.configuration else {
            Issue.record("xl reads it, we refuse: \(text)\n\(errors)", sourceLocation: sourceLocation)
            return
        }
        if ours.uuid == nil { theirs = theirs.withoutUUID }
        if ours.fieldValue.sorted == theirs.sorted { return }
        var changes = "not comparable"
        do {
            changes = try GuestConfiguration(fieldValue: theirs).changes(to: ours).map(\.description).joined(
                separator: "\n")
        } catch { changes = "\(error)" }
        Issue.record("xl's guest differs from ours: \(text)\n\(changes)", sourceLocation: sourceLocation)
    case .complains(_, let message):
        #expect(
            !errors.isEmpty, "xl complains, we do not: \(text)\n\(message)", sourceLocation: sourceLocation)
    case .refuses(let message):
        #expect(!errors.isEmpty, "xl refuses, we do not: \(text)\n\(message)", sourceLocation: sourceLocation)
    }
}
