import Glibc
import Host
import Synchronization

/// A thread that runs one actor's jobs, one after another.
///
/// libxl blocks its caller, for seconds at times; Swift's own threads are too few for that.
final class ContextThread: SerialExecutor {
    private struct Queue {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let queue = Mutex(Queue())
    private let signal = Semaphore()

    /// - Throws: ``HostError`` when the system has no thread to give.
    init() throws(HostError) {
        var thread = pthread_t()
        // The thread keeps the executor alive until it is stopped.
        let me = Unmanaged.passRetained(self)
        let reason = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<ContextThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, me.toOpaque())
        guard reason == 0 else {
            me.release()
            throw HostError("pthread_create", .noMemory, detail: String(cString: strerror(reason)))
        }
        pthread_detach(thread)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
        signal.post()
    }

    /// Ends the thread once it has run what is queued.
    func stop() {
        queue.withLock { $0.isStopped = true }
        signal.post()
    }

    private func run() {
        while true {
            signal.wait()
            let (jobs, isStopped) = queue.withLock { queue in
                defer { queue.jobs = [] }
                return (queue.jobs, queue.isStopped)
            }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            if isStopped, jobs.isEmpty { return }
            if isStopped { signal.post() }
        }
    }
}

/// A POSIX semaphore.
private final class Semaphore: Sendable {
    // A semaphore is made to be used by several threads at once.
    private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func post() { sem_post(semaphore) }

    func wait() { while sem_wait(semaphore) != 0, errno == EINTR {} }
}
