import Dispatch
import Glibc
import Host
import Synchronization

/// What dom0's file systems say of files that guests want. One whose server is gone does not answer, and keeps nobody waiting but
/// those who want its files.
enum FileAnswers {
    /// How long a file system may take.
    static let patience: Duration = .seconds(5)

    /// Folders that are being asked. One that was too late is not asked again until it has answered, since each question holds a
    /// thread.
    private static let asked = Mutex<[String: Question]>([:])

    private struct Question {
        /// By how many at once.
        var count = 0
        var isLate = false
    }

    /// - Returns: an answer for each question, in their order.
    static func ask(_ questions: [FileQuestion], within patience: Duration = patience) async -> [RequirementAnswer] {
        let folders = Dictionary(grouping: questions.indices) { questions[$0].folder }.sorted { $0.key < $1.key }
        let answers = await Deadline(duration: patience, lanes: folders.count).ask(folders) { folder, places in
            await onThreadOfItsOwn(folder) { places.map { questions[$0].answer } }
        }
        asked.withLock { asked in
            for ((folder, _), answers) in zip(folders, answers) where answers == nil { asked[folder]?.isLate = true }
        }
        var result = Array(repeating: RequirementAnswer.met, count: questions.count)
        for ((_, places), answers) in zip(folders, answers) {
            for (index, place) in places.enumerated() {
                result[place] =
                    (answers ?? nil)?[index]
                    ?? questions[place].unmet("its file system has not answered within \(patience)")
            }
        }
        return result
    }

    /// - Returns: nil while an earlier question is late.
    private static func onThreadOfItsOwn(
        _ folder: String, _ ask: @escaping @Sendable () -> [RequirementAnswer]
    ) async -> [RequirementAnswer]? {
        let isLate = asked.withLock { asked in
            if asked[folder]?.isLate == true { return true }
            asked[folder, default: Question()].count += 1
            return false
        }
        guard !isLate else { return nil }
        return await withCheckedContinuation { continuation in
            DispatchQueue(label: "xenward.files").async {
                let answers = ask()
                asked.withLock { asked in
                    asked[folder]?.count -= 1
                    if asked[folder]?.count == 0 { asked[folder] = nil }
                }
                continuation.resume(returning: answers)
            }
        }
    }
}

/// Whether a file can be read, or written.
struct FileQuestion: Sendable {
    let path: String
    let purpose: String
    let isToBeWritten: Bool

    /// Nil for what is asked of something else.
    init?(_ requirement: Requirement) {
        switch requirement {
        case .readable(let path, let purpose): self.init(path: path, purpose: purpose, isToBeWritten: false)
        case .writable(let path, let purpose): self.init(path: path, purpose: purpose, isToBeWritten: true)
        case .bridge, .cpus, .cpupool, .pciDevice, .usbDevice, .memory: return nil
        }
    }

    private init(path: String, purpose: String, isToBeWritten: Bool) {
        self.path = path
        self.purpose = purpose
        self.isToBeWritten = isToBeWritten
    }

    var folder: String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }

    /// Blocks for as long as the file system takes. Folders are taken by libxl, and fail in the backend, out of anybody's sight.
    var answer: RequirementAnswer {
        guard access(path, isToBeWritten ? R_OK | W_OK : R_OK) == 0 else {
            return unmet(String(cString: strerror(errno)))
        }
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else { return .met }
        return unmet("it is a directory")
    }

    func unmet(_ reason: String) -> RequirementAnswer { .unmet("\(purpose) \(path): \(reason)") }
}
