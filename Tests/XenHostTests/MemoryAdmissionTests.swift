import Foundation
import Host
import HypercallStandIn
import Synchronization
import Testing
import XLConfig

@testable import XenHost

extension XenHostTests {
    /// Memory is promised once, and under xl's lock where dom0 gives it up.
    @Suite struct Admissions {
        let pretended: PretendedHost
        private let lockFile = Xenstored.folder.appending(path: "xl.lock").path

        init() throws {
            pretended = try PretendedHost()
            try? FileManager.default.removeItem(atPath: lockFile)
        }

        private func admission(_ autoballoon: ToolstackConfiguration.Autoballoon) throws -> MemoryAdmission {
            var toolstack = ToolstackConfiguration()
            (toolstack.autoballoon, toolstack.lockFile) = (autoballoon, lockFile)
            return try pretended.open(nil, toolstack).admission
        }

        @Test func theLockIsHeldWhileACreateIsUnderWay() async throws {
            let meanwhile = Mutex<Int32?>(nil)
            let path = lockFile
            try await admission(.on).with(1024, for: "web") { () throws(HostError) in
                let holder = holderOfLock(path)
                meanwhile.withLock { $0 = holder }
            }
            #expect(meanwhile.withLock(\.self) == getpid())
            #expect(holderOfLock(lockFile) == nil)
        }

        @Test func theLockIsHeldUntilTheLastOfSeveral() async throws {
            let admission = try admission(.on)
            let path = lockFile
            try await admission.with(1024, for: "web") { () throws(HostError) in
                try await admission.with(1024, for: "db") { () throws(HostError) in }
                #expect(holderOfLock(path) == getpid())
            }
            #expect(holderOfLock(lockFile) == nil)
        }

        @Test func theLockIsGivenBackWhenACreateFails() async throws {
            let admission = try admission(.on)
            let error = await failure { () throws(HostError) in
                try await admission.with(1024, for: "web") { () throws(HostError) in
                    throw HostError("libxl_domain_create_new", .fail, detail: "no")
                }
            }
            #expect(error?.detail == "no")
            #expect(holderOfLock(lockFile) == nil)
        }

        @Test func withoutBallooningNoLockIsTaken() async throws {
            try await admission(.off).with(1024, for: "web") { () throws(HostError) in }
            #expect(!FileManager.default.fileExists(atPath: lockFile))
        }

        @Test func dom0GivesUpWhatIsMissing() async throws {
            standin_set_free_pages(256)
            let admission = try admission(.on)
            let error = await failure { () throws(HostError) in
                try await admission.with(3072, for: "web") { () throws(HostError) in }
            }
            #expect(error?.code == .noMemory, "this dom0 gives up nothing, whatever it is asked")
            let target = try #require(pretended.store["/local/domain/0/memory/target"].flatMap { Int($0) })
            #expect(target <= 1_048_576 - 2048)
            #expect(holderOfLock(lockFile) == nil)
        }

        @Test func noMemoryIsPromisedTwice() async throws {
            // 8 GiB are free.
            let admission = try admission(.off)
            let first = UnderWay()
            async let web: Void = admission.with(5 << 20, for: "web") { () throws(HostError) in
                first.isSet.withLock { $0 = true }
                try? await Task.sleep(for: .milliseconds(500))
                first.isSet.withLock { $0 = false }
            }
            while !first.isSet.withLock(\.self) { try await Task.sleep(for: .milliseconds(5)) }
            let wereTogether = try await admission.with(5 << 20, for: "db") { () throws(HostError) in
                first.isSet.withLock(\.self)
            }
            try await web
            #expect(!wereTogether)
        }

        /// Whether something goes on.
        private final class UnderWay: Sendable {
            let isSet = Mutex(false)
        }

        @Test func aLockThatAnotherProcessHoldsIsWaitedFor() async throws {
            let other = try LockHolder(lockFile)
            let error = await failure { () throws(HostError) in
                _ = try await ToolstackLock.take(lockFile, within: .milliseconds(200))
            }
            #expect(error?.code == .lockFailed)
            #expect(error?.detail.contains("process \(other.pid) has held xl's lock") == true)
            other.end()
            _ = try await ToolstackLock.take(lockFile, within: .seconds(5))
        }
    }
}

/// The process that holds a lock of fcntl(2), as another process sees it; nil for none.
private func holderOfLock(_ path: String) -> Int32? {
    let script = """
        open(F, "+<", $ARGV[0]) or exit; my $l = pack("s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0);
        fcntl(F, F_GETLK, $l); my ($type, $pid) = (unpack("s s x4 q q i", $l))[0, 4]; print $type == F_UNLCK ? 0 : $pid;
        """
    let output = ChildPipe()
    guard let child = try? Child("perl", ["-MFcntl", "-e", script, path], output: output.writeEnd.fileDescriptor)
    else { return nil }
    try? output.writeEnd.close()
    let text = String(decoding: output.readEnd.readDataToEndOfFile(), as: UTF8.self)
    child.wait()
    return Int32(text).flatMap { $0 == 0 ? nil : $0 }
}

/// Another process that holds a lock of fcntl(2), until it is told to end.
private struct LockHolder {
    private let child: Child
    private let input = ChildPipe()

    init(_ path: String) throws {
        let output = ChildPipe()
        let script = """
            open(F, "+>", $ARGV[0]); my $l = pack("s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die;
            syswrite(STDOUT, "held"); sysread(STDIN, my $end, 1);
            """
        child = try Child(
            "perl", ["-MFcntl", "-e", script, path], input: input.readEnd.fileDescriptor,
            output: output.writeEnd.fileDescriptor)
        _ = try output.readEnd.read(upToCount: 4)
    }

    var pid: Int32 { child.pid }

    func end() {
        try? input.writeEnd.close()
        child.wait()
    }
}
