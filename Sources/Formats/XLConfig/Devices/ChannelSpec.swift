import FormatSupport
import GuestModel

/// The specification of a channel, an element of `channel`. xen-pv-channel(7).
struct ChannelSpec: Sendable {
    var channel = Channel()
    var connection: String?
    var path: String?

    static let table = SpecTable<ChannelSpec>(
        keys: [
            .text("connection", \.connection),
            .text("name", \.channel.name),
            .text("path", \.path),
            .text("backend", \.channel.backendDomain),
        ], trimsValues: true, loneWords: .refused)

    init() {}

    init(_ channel: Channel) {
        self.channel = channel
        switch channel.connection {
        case .pty: connection = "pty"
        case .socket(let path):
            connection = "socket"
            self.path = path
        case nil: break
        }
    }

    func finished() throws(SpecError) -> Channel {
        var channel = channel
        switch connection {
        case "pty": channel.connection = .pty
        case "socket":
            guard let path else { throw SpecError("a channel to a socket needs its path: connection=socket,path=/…") }
            channel.connection = .socket(path: path)
        case let other?: throw SpecError("connection must be pty or socket, not \(quoted(other))")
        case nil: throw SpecError("a channel needs connection=pty or connection=socket")
        }
        return channel
    }
}
