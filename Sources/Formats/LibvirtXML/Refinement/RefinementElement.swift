import FormatSupport
import GuestModel

/// `libxl` in `metadata`: what libvirt's XML has no word for, as a part of libxl's JSON.
///
/// It refines what the XML says, and cannot contradict it: where the XML of the refined guest would say something else
/// than this XML does, somebody has edited this one since, and it wins.
struct RefinementElement {
    static let name = "libxl"

    private let element: Element
    private let refinement: Refinement
    /// Nothing is left out, so that an offset in here is one in the element's text.
    private let bytes: [UInt8]

    /// Nil, and an error, when it is no part of libxl's JSON.
    init?(_ element: Element) {
        self.element = element
        bytes = Array((element.text?.text ?? "").utf8)
        do throws(JSONError) {
            refinement = try Refinement(reading: bytes)
        } catch {
            element.reading.report(
                .error, .syntax, atOffset: element.reading.offset(ofTextAt: error.offset, in: element.index),
                "<libxl> is a part of libxl's JSON: \(error.message)")
            return nil
        }
        guard check() else { return nil }
    }

    static func write(_ refinement: Refinement, to output: inout XMLOutput) {
        output.element(name, ["xmlns": Metadata.namespace]) { output in output.lines(of: refinement) }
    }

    /// The guest that is meant, where the XML says `plain`.
    func refine(_ plain: GuestConfiguration) -> GuestConfiguration {
        let tree = plain.fieldValue
        let whole = refinement.applied(to: tree)
        for remark in whole.remarks { report(remark) }
        guard let refined = guest(whole) else { return plain }
        let said = LibvirtXMLWriter.plainlySaid(of: refined)?.fieldValue
        let contradicted = whole.points.filter { isContradicted($0, tree, said) }
        if contradicted.isEmpty { return refined }
        for point in contradicted {
            report(
                .warning, .conflict, at: point.source,
                "\(point.source) of <libxl> goes with another value in the XML than the one that is there, which wins: "
                    + "take it out of <libxl>")
        }
        return guest(refinement.applied(to: tree, skipping: Set(contradicted.map(\.source)))) ?? plain
    }

    /// Whether the XML of the refined guest, which is `said`, would say something else than this one does.
    private func isContradicted(_ point: Refinement.Point, _ plain: FieldValue, _ said: FieldValue?) -> Bool {
        if case .member(let list)? = point.place.steps.first, DeviceKind(rawValue: list) != nil {
            // As many devices as there are, and no more for those that the XML is to have no words for.
            let counts = [plain, said].map { $0?[list]?.elements?.count ?? 0 }
            if counts[0] != counts[1] { return true }
        }
        guard let place = point.said else { return false }
        return said?.value(at: place) != plain.value(at: place)
    }

    private func report(_ remark: Refinement.Remark) {
        let source = remark.source
        switch remark.reason {
        case .vanished:
            report(
                .warning, .conflict, at: source,
                "\(source) of <libxl> is about a device that the XML does not have: take it out of <libxl>")
        case .edited:
            report(
                .warning, .conflict, at: source,
                "\(source) of <libxl> is about devices that only their places tell apart, and the XML has other ones than "
                    + "those that it goes with: what the XML says of them stands alone; take it out of <libxl>")
        case .byNumber:
            report(
                .warning, .deprecated, at: source,
                "\(source) of <libxl> does not say which device it is about, and is taken for the one in its place: "
                    + "convert the guest once more, and it will")
        }
    }

    private func guest(_ applied: Refinement.Result) -> GuestConfiguration? {
        do throws(FieldValueError) {
            return try GuestConfiguration(fieldValue: applied.tree)
        } catch {
            let point = applied.points.first { error.path.steps.starts(with: $0.place.steps) }
            let rest = error.path.steps.dropFirst(point?.place.steps.count ?? 0)
            let path = FieldPath((point?.source.steps ?? []) + rest)
            report(.error, .value, at: path, "\(path) of <libxl>: \(error.reason)")
            return nil
        }
    }

    /// Whether libxl has everything that is named, apart from the guest that it refines.
    private func check() -> Bool {
        guard case .record = refinement.tree else {
            report(.error, .value, at: FieldPath(), "<libxl> holds an object, { … }, found \(refinement.tree.kind)")
            return false
        }
        var known = true
        for name in ["name", "uuid", "type"] where refinement.tree["c_info"]?[name] != nil {
            report(
                .error, .conflict, at: FieldPath([.member("c_info"), .member(name)]),
                "c_info.\(name) is said by the XML itself")
            known = false
        }
        var seen: Set<FieldPath> = []
        for path in refinement.paths {
            if !seen.insert(path).inserted {
                report(.error, .value, at: path, "\(path) comes twice in <libxl>")
                known = false
            }
            var names = path.names
            if names.dropFirst().first == DeviceReference.member, DeviceKind(rawValue: names[0]) != nil {
                if names.count == 2 {
                    if !isReference(path) { known = false }
                    continue
                }
                names.remove(at: 1)
            }
            guard !Self.isKnown(names) else { continue }
            let near = Spelling.nearest(to: names.last ?? "", among: Self.names(beside: names))
            report(
                .error, .unknown, at: path,
                "libxl 4.17 has no \(path)" + (near.map { ": did you mean \($0)?" } ?? ""))
            known = false
        }
        return known
    }

    /// Whether what stands in place of a device's key is of its kind; an error where it is not.
    private func isReference(_ path: FieldPath) -> Bool {
        switch refinement.tree.value(at: path) {
        case .record, .boolean(false): return true
        default:
            report(
                .error, .value, at: path, "\(path) of <libxl> is false, or an object: what the XML says of the device")
            return false
        }
    }

    private static func isKnown(_ path: [String]) -> Bool {
        // Below these stand whatever keys the guest's author likes.
        names.contains(path) || [["c_info", "xsdata"], ["c_info", "platformdata"]].contains(Array(path.prefix(2)))
    }

    /// Every path that libxl's JSON can have, without numbers.
    private static let names: Set<[String]> = {
        var names: Set<[String]> = []
        for field in Field.all {
            for count in 1...field.libxlPath.count { names.insert(Array(field.libxlPath.prefix(count))) }
        }
        for connection in ["unknown", "pty", "socket"] { names.insert(["channels", "connection.\(connection)"]) }
        return names
    }()

    private static func names(beside path: [String]) -> [String] {
        names.filter { $0.count == path.count && $0.dropLast() == path.dropLast() }.compactMap(\.last).sorted()
    }

    private func report(
        _ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, at path: FieldPath, _ message: String
    ) {
        let offset = JSONReader.offset(of: path, in: Refinement.withoutNull(bytes)) ?? 0
        element.reading.report(
            severity, reason, atOffset: element.reading.offset(ofTextAt: offset, in: element.index), message)
    }
}

extension Refinement {
    /// The path of every member in it, in the order of the text.
    fileprivate var paths: [FieldPath] { Self.paths(in: tree, at: FieldPath()) }

    private static func paths(in value: FieldValue, at path: FieldPath) -> [FieldPath] {
        switch value {
        case .record(let members):
            members.flatMap { [path.appending($0.name)] + paths(in: $0.value, at: path.appending($0.name)) }
        case .list(let elements):
            elements.enumerated().flatMap { paths(in: $0.element, at: path.appending($0.offset)) }
        case .boolean, .integer, .string: []
        }
    }
}

extension FieldPath {
    /// Without the numbers of elements.
    fileprivate var names: [String] { steps.compactMap { if case .member(let name) = $0 { name } else { nil } } }
}
