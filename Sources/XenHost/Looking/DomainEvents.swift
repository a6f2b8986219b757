import CXen
import Dispatch
import Glibc
import GuestModel
import Host
import Synchronization

/// xenstored's own word for domains that come, go and shut down, the watches `@introduceDomain` and `@releaseDomain`, and for guests
/// that eject a medium.
///
/// libxl's events rest on the same watches, and would need libxl's event loop beside it.
final class DomainEvents: Sendable {
    /// Safe, as it is touched on one queue only once it is listened to.
    private nonisolated(unsafe) let xenstore: Xenstore
    private let queue = DispatchQueue(label: "xenward.domain-events")
    private let continuation: AsyncStream<HostEvent>.Continuation
    /// The CD drives whose guests are listened to; none once the connection is closed.
    private let drives = Mutex<[CDDrive: Notice]>([:])

    private enum Watched {
        static let lives = ["@introduceDomain", "@releaseDomain"]
        /// Only dom0 writes here: no guest can keep anybody awake by it.
        static let devices = "/libxl"
    }

    /// What was told of a drive.
    private struct Notice {
        /// When it was told of last.
        var told: ContinuousClock.Instant?
        /// It is looked at again when the pause is over.
        var isPostponed = false
    }

    /// How long a guest waits that ejects again and again.
    private static let pause: Duration = .seconds(10)

    private init(_ xenstore: consuming Xenstore, _ continuation: AsyncStream<HostEvent>.Continuation) {
        self.xenstore = xenstore
        self.continuation = continuation
    }

    /// The connection belongs to the stream, and is closed when nobody listens any more.
    static func stream() throws(HostError) -> AsyncStream<HostEvent> {
        let xenstore = try Xenstore()
        for path in Watched.lives + [Watched.devices] { try xenstore.watch(path) }
        let (stream, continuation) = AsyncStream.makeStream(of: HostEvent.self)
        DomainEvents(xenstore, continuation).listen()
        return stream
    }

    private func listen() {
        let source = DispatchSource.makeReadSource(fileDescriptor: xenstore.descriptor, queue: queue)
        source.setEventHandler { [self] in
            var lives = false
            while let path = xenstore.nextChange() {
                if Watched.lives.contains(path) { lives = true } else { heard(path) }
            }
            guard lives else { return }
            forgetDrivesThatAreGone()
            continuation.yield(.domains)
        }
        // The connection is closed with the last that has it: what is postponed may come after the end.
        source.setCancelHandler { [self] in drives.withLock { $0 = [:] } }
        source.resume()
        // Cancelling may be asked for from any thread.
        nonisolated(unsafe) let ended = source
        continuation.onTermination = { _ in ended.cancel() }
    }

    // MARK: Drives

    private func heard(_ path: String) {
        if path == Watched.devices { return listenToDrivesThatAreThere() }
        if let drive = CDDrive(typePath: path) { return listen(to: drive) }
        if let drive = CDDrive(ejectPath: path) { tell(drive) }
    }

    /// What a watch says first: that there may be something already.
    private func listenToDrivesThatAreThere() {
        for domid in names(below: Watched.devices).compactMap(Domid.init) {
            for devid in names(below: DeviceKind.disk.folder(of: domid)).compactMap(Int.init) {
                listen(to: CDDrive(domid: domid, devid: devid))
            }
        }
    }

    private func listen(to drive: CDDrive) {
        guard value(drive.typePath) == CDDrive.type else { return }
        let isKnown = drives.withLock { $0.updateValue($0[drive] ?? Notice(), forKey: drive) } != nil
        // The watch speaks at once: what was ejected before is heard of, too.
        if !isKnown { try? xenstore.watch(drive.ejectPath) }
    }

    private func forgetDrivesThatAreGone() {
        for drive in drives.withLock({ Array($0.keys) }) where value(drive.typePath) == nil {
            drives.withLock { _ = $0.removeValue(forKey: drive) }
            xenstore.unwatch(drive.ejectPath)
        }
    }

    /// Tells of a medium that is out, unless that was just told of the same drive: then a while later.
    private func tell(_ drive: CDDrive) {
        guard var notice = drives.withLock({ $0[drive] }), !notice.isPostponed,
            value(drive.ejectPath) == CDDrive.ejected
        else { return }
        let now = ContinuousClock.now
        if let last = notice.told, now < last + Self.pause {
            notice.isPostponed = true
            queue.asyncAfter(deadline: .now() + Self.pause / .seconds(1)) { [self] in
                drives.withLock { $0[drive]?.isPostponed = false }
                tell(drive)
            }
        } else {
            notice.told = now
            continuation.yield(.ejection(drive.domid))
        }
        drives.withLock { $0[drive] = notice }
    }

    private func names(below path: String) -> [String] { (try? xenstore.list(path)) ?? [] }

    private func value(_ path: String) -> String? { try? xenstore.read(path) }
}

extension XenHost {
    public func changes() async throws(HostError) -> AsyncStream<HostEvent> { try DomainEvents.stream() }
}
