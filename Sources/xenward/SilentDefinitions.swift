import Glibc

/// Definitions on a file system that does not answer, as when the server of a network file system is gone: whoever reads them
/// stands still, and nothing can end that.
enum SilentDefinitions {
    /// How long they may take to answer.
    static let patience: Duration = .seconds(10)
    /// The same for all that is below the directory: there may be many links to somewhere slow.
    static let patienceForAll: Duration = .seconds(60)

    /// Asks for the directory and the policy, as whoever reads them does.
    ///
    /// - Parameter policy: the policy's own file; nil for the one in the directory.
    /// - Throws: ``CommandError`` when there is no answer.
    static func refuse(_ directory: String, policy: String?) async throws {
        let question = SlowQuestion {
            if let stream = opendir(directory) {
                _ = readdir(stream)
                closedir(stream)
            }
            let file = open(PolicySource.path(policy, in: directory), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
            if file >= 0 { close(file) }
        }
        guard await question.answer(within: patience) != nil else { throw CommandError.silent(directory) }
    }
}

extension CommandError {
    /// The definitions cannot be had, and nobody knows until when.
    static func silent(_ directory: String, for patience: Duration = SilentDefinitions.patience) -> CommandError {
        CommandError(message: "\(directory): its file system has not answered within \(patience)")
    }
}
