import FormatSupport
import Glibc
import GuestModel
import Planning

/// A saved plan as a file: JSON, for its owner alone.
struct SavedPlanFile {
    static let version = 1
    fileprivate static let kind = "xenward.saved-plan"
    private static let beginning = "{\n    \"kind\": \"\(kind)\""
    let path: String

    /// Whether a path leads to a file, so that it is no definitions directory.
    static func isFile(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }

    func write(_ plan: SavedPlan) throws {
        do throws(FileFailure) {
            try OutputFile(path: path, beginning: Self.beginning).replace(
                with: JSONWriter.write(plan.document, style: .indented) + "\n")
        } catch {
            throw CommandError(message: "the plan cannot be saved: \(error.message)")
        }
    }

    func read() throws -> SavedPlan {
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try InputFile.read(path)
        } catch {
            throw CommandError(message: "the plan cannot be read: \(error.message)")
        }
        guard let value = try? JSONReader.read(bytes), value["kind"]?.string == Self.kind else {
            throw CommandError(message: "\(path) is no plan that \"xenward plan --out\" has saved")
        }
        guard case .integer(let version) = value["version"], version == Self.version else {
            throw CommandError(message: "\(path) was saved by another version of xenward; make a new plan")
        }
        guard let plan = SavedPlan(value) else {
            throw CommandError(message: "\(path) is damaged; make a new plan")
        }
        return plan
    }
}

extension SavedPlan {
    fileprivate var document: FieldValue {
        let options = request.options
        var members: [FieldValue.Member] = [
            .init("kind", .string(SavedPlanFile.kind)), .init("version", .integer(Int128(SavedPlanFile.version))),
            .init("created", .string(created.description)), .init("directory", .string(request.directory)),
            .init("connect", .string(request.connect)),
        ]
        if let state = request.state { members.append(.init("state", .string(state))) }
        if let config = request.config { members.append(.init("config", .string(config))) }
        members += [
            .init("allow_restart", .boolean(options.allowsRestart)), .init("prune", .boolean(options.prunes)),
            .init("targets", .list(options.targets.sorted().map { .string($0) })),
        ]
        if let limit = options.destroyLimit { members.append(.init("max_destroy", .integer(Int128(limit)))) }
        if let limit = options.restartLimit { members.append(.init("max_restart", .integer(Int128(limit)))) }
        members += [
            .init("lineage", .string(basis.lineage)), .init("serial", .integer(Int128(basis.serial))),
            .init("boot_id", .string(basis.bootID)), .init("policy", .string(basis.policy)),
            .init("definitions", Self.record(basis.definitions)), .init("domains", Self.record(basis.domains)),
            .init("actions", .list(actions)),
        ]
        return .record(members)
    }

    /// Nil when something is missing, or is not what it should be.
    fileprivate init?(_ value: FieldValue) {
        guard let created = value["created"]?.string.flatMap({ Timestamp($0) }),
            let directory = value["directory"]?.string, let connect = value["connect"]?.string,
            case .boolean(let allowsRestart) = value["allow_restart"], case .boolean(let prunes) = value["prune"],
            let targets = value["targets"]?.elements, let lineage = value["lineage"]?.string,
            case .integer(let serial) = value["serial"], let bootID = value["boot_id"]?.string,
            let policy = value["policy"]?.string, let definitions = value["definitions"].flatMap(Self.texts),
            let domains = value["domains"].flatMap(Self.texts), let actions = value["actions"]?.elements
        else { return nil }
        let options = PlanOptions(
            allowsRestart: allowsRestart, prunes: prunes, targets: Set(targets.compactMap(\.string)),
            destroyLimit: Self.number(value["max_destroy"]), restartLimit: Self.number(value["max_restart"]))
        self.init(
            request: Request(
                directory: directory, connect: connect, state: value["state"]?.string,
                config: value["config"]?.string, options: options),
            created: created,
            basis: Basis(
                lineage: lineage, serial: UInt64(clamping: serial), bootID: bootID, definitions: definitions,
                domains: domains, policy: policy),
            actions: actions)
    }

    private static func record(_ texts: [String: String]) -> FieldValue {
        .record(texts.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }

    private static func texts(_ value: FieldValue) -> [String: String]? {
        guard case .record(let members) = value else { return nil }
        return Dictionary(members.compactMap { member in member.value.string.map { (member.name, $0) } }) { first, _ in
            first
        }
    }

    private static func number(_ value: FieldValue?) -> Int? {
        if case .integer(let number) = value { Int(clamping: number) } else { nil }
    }
}
