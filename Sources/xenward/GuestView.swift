import Planning

/// What `status`, `show` and `diff` have in common: they look at everything and change nothing.
enum GuestView {
    static func open(_ target: HostOptions, directory path: String, _ console: Console) async throws -> Session {
        let connection = try Connection(target)
        let session = try await Session.open(
            target, connection, Session.store(target, connection), directory: path, console)
        session.reportDefinitions(console, directory: path)
        return session
    }

    static func unknown(_ name: String) -> CommandError {
        CommandError(message: PlanInput.unknown([name]))
    }
}
