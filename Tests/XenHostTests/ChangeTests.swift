import Host
import Testing

@testable import XenHost

extension XenHostTests {
    /// xenstored tells when domains come and go.
    @Suite struct Changes {
        /// Each watch of xenstored's says something when it is set, so nothing falls between a first look and the watch.
        @Test func whoListensIsToldToLookOnceTheWatchesAreSet() async throws {
            let host = try PretendedHost().open()
            for _ in 0..<20 {
                let stream = try await host.changes()
                let first = Task {
                    for await _ in stream { return true }
                    return false
                }
                let clock = Task {
                    try await Task.sleep(for: .seconds(10))
                    first.cancel()
                }
                #expect(await first.value)
                clock.cancel()
            }
        }
    }
}
