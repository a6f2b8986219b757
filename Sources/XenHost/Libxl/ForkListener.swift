import CXenShim
import Synchronization

/// Hears of every child that a libxl context starts: a hotplug script, a device model, a bootloader.
final class ForkListener: Sendable {
    private let answer = Mutex<(@Sendable () -> Void)?>(nil)

    /// Has something done at the next child's start, and at each one after it; nil for nothing.
    func onFork(_ body: (@Sendable () -> Void)?) { answer.withLock { $0 = body } }

    fileprivate func forked() { answer.withLock { $0 }?() }

    /// What libxl is told of this listener; to be freed with its context.
    func registration() -> UnsafeMutablePointer<xenward_forks> {
        let forks = UnsafeMutablePointer<xenward_forks>.allocate(capacity: 1)
        forks.initialize(
            to: xenward_forks(
                forked: { listener in
                    guard let listener else { return }
                    Unmanaged<ForkListener>.fromOpaque(listener).takeUnretainedValue().forked()
                }, listener: Unmanaged.passUnretained(self).toOpaque()))
        return forks
    }
}
