import ArgumentParser

/// What scripts may rely on.
enum ExitStatus {
    static let error = ExitCode(1)
    static let changesPending = ExitCode(2)
    static let partlyApplied = ExitCode(3)
    static let stateLocked = ExitCode(4)
    static let planStale = ExitCode(5)
}

/// Something that ends a command, with what to tell the person who typed it.
struct CommandError: Error, CustomStringConvertible {
    var message: String
    var status: ExitCode = ExitStatus.error

    var description: String { message }
}

extension Console {
    /// Runs a command's body; tells why it failed, and ends with the right status.
    func run(_ body: () async throws -> ExitCode) async throws {
        let status: ExitCode
        do {
            status = try await body()
        } catch let error as CommandError {
            self.error(error.message)
            // Whether it can be written or not: the status tells.
            if isForMachines { try? data(Documents.text("error", [.init("message", .string(error.message))])) }
            status = error.status
        }
        flush()
        if status != .success { throw status }
    }
}
