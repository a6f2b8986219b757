import GuestModel
import Host
import LibxlJSON
import Testing

extension GuestUUID {
    /// One for tests to tell apart.
    static func number(_ number: UInt64) -> GuestUUID { GuestUUID(high: 0x4000, low: 0x8000_0000_0000_0000 + number) }

    /// The most significant first, as the hypervisor has them.
    var bytes: [UInt8] {
        let digits = Array("\(self)".filter { $0 != "-" })
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0..<$0 + 2]), radix: 16) }
    }
}

extension GuestConfiguration {
    /// A guest of 64 MiB with two vcpus.
    static func small(_ name: String = "web", _ kind: GuestType.Kind = .pv, uuid: UInt64 = 1) -> GuestConfiguration {
        var guest = GuestConfiguration(name: name, type: kind.standard)
        guest.uuid = .number(uuid)
        guest.memory.target = 65536
        guest.memory.maximum = 65536
        // libxl writes it down as soon as a domain is there.
        guest.memory.video = 0
        guest.vcpus.maximum = 2
        guest.vcpus.online = [0, 1]
        guest.boot.kernel = "/guest/vmlinux"
        return guest
    }
}

extension ObservedDomain {
    /// The configuration that was seen.
    func guest() throws -> GuestConfiguration { try seen().configuration.decoded() }

    func seen() throws -> SeenConfiguration {
        guard case .known(let seen) = configuration else { throw Unknown(reason: reason ?? "") }
        return seen
    }

    /// Why it could not be had.
    var reason: String? { if case .unknown(let reason) = configuration { reason } else { nil } }

    private struct Unknown: Error { let reason: String }
}

/// The error that something ends with.
func failure(of body: () async throws(HostError) -> Void) async -> HostError? {
    do throws(HostError) {
        try await body()
        return nil
    } catch {
        return error
    }
}
