import FormatSupport
import GuestModel
import Policy
import Testing
import YAML

/// xenward.yaml, and the same keys in a guest's own file.
struct PolicyFileTests {
    @Test func `without a word a guest runs, is changed up to its next boot, is asked to stop and never pruned`() {
        let policy = Policy().policy(for: "web1")
        #expect(policy.state == .running)
        #expect(policy.reach == .nextBoot)
        #expect(policy.stopping == Stopping(timeout: 60, then: .fail))
        #expect(!policy.prunes && !policy.isProtected && !policy.isSuspended)
        #expect(policy.drift == .correct)
        #expect(policy.afterPoweroff == .stayOff)
        #expect(policy.rollsBack)
    }

    @Test func `a key for one guest counts more than one for a pattern before it, and that more than the defaults`()
        throws
    {
        let policy = try read(
            """
            version: 1
            defaults: {update: live, stop: {timeout: 10}}
            guests:
              web*: {update: nextBoot, prune: true}
              web1:
                update: restart
            """)
        #expect(policy.policy(for: "db1").reach == .live)
        #expect(policy.policy(for: "web2").reach == .nextBoot)
        #expect(policy.policy(for: "web1").reach == .restart)
        #expect(policy.policy(for: "web1").prunes)
        #expect(policy.policy(for: "web1").stopping == Stopping(timeout: 10, then: .fail))
    }

    @Test func `every key is read`() throws {
        let policy = try read(
            """
            max-destroy: 0
            max-restart: 7
            defaults:
              state: as-found
              update: restart
              stop: {timeout: 5, then: destroy}
              prune: yes
              protect: on
              drift: adopt
              ignore: [memory.target, disks]
              after-poweroff: start
              crash: {limit: 2, within: 60, delay: 0}
              reboot: {limit: 9, within: 90, delay: 1}
              after: [db1, {guest: db2, running: 30}, {guest: db3, xenstore: data/ready}]
              rollback: off
              suspend: true
            """)
        #expect(policy.destroyLimit == 0)
        #expect(policy.restartLimit == 7)
        var expected = GuestPolicy()
        expected.state = .asFound
        expected.reach = .restart
        expected.stopping = Stopping(timeout: 5, then: .destroy)
        expected.prunes = true
        expected.isProtected = true
        expected.drift = .adopt
        expected.ignored = ["memory.target", "disks"]
        expected.afterPoweroff = .start
        expected.crashes.limit = 2
        expected.crashes.within = 60
        expected.crashes.delay = 0
        expected.reboots = RestartPolicy(limit: 9, within: 90, delay: 1)
        expected.dependencies = [
            Dependency(guest: "db1"), Dependency(guest: "db2", readiness: .running(seconds: 30)),
            Dependency(guest: "db3", readiness: .xenstore(key: "data/ready")),
        ]
        expected.rollsBack = false
        expected.isSuspended = true
        #expect(policy.policy(for: "web1") == expected)
    }

    @Test(arguments: [
        ("guests:\n  web1:\n    updaet: live\n", 3, 5, "updaet is no policy key; is update meant?"),
        ("defaults:\n  stop: {timeuot: 5}\n", 2, 10, "stop.timeuot is no policy key; is stop.timeout meant?"),
        ("defaults:\n  update: sometimes\n", 2, 11, "it has to be one of: live, next-boot, restart"),
        ("defaults:\n  stop: {timeout: 0}\n", 2, 19, "seconds, from 1 on"),
        ("defaults:\n  ignore: [memory.targt]\n", 2, 11, "is memory.target meant?"),
        ("version: 2\n", 1, 10, "xenward knows version 1"),
        ("max-destory: 1\n", 1, 1, "is max-destroy meant?"),
        ("guests: [web1]\n", 1, 9, "guests has to be a mapping"),
        ("defaults:\n  after: [a b c]\n", 2, 10, "after has \"a b c\""),
    ])
    func `what is not understood is refused with its place`(text: String, line: Int, column: Int, message: String) {
        #expect {
            try read(text)
        } throws: { error in
            guard let error = error as? YAMLError else { return false }
            return error.position == YAMLPosition(line: line, column: column) && error.message.contains(message)
        }
    }

    @Test func `an empty file says nothing`() throws {
        #expect(try read("# nothing yet\n") == Policy())
    }

    @Test func `a guest's own file counts more than xenward.yaml, and what is wrong in it has a place`() throws {
        let policy = try read("guests: {web1: {update: restart, prune: true}}")
        let place = SourceLocation(file: "web1.cfg", line: 7, column: 3)
        var diagnostics: [Diagnostic] = []
        let found = policy.policy(
            for: "web1",
            annotations: [
                .init(key: "update", value: "live", location: place),
                .init(key: "stop.timeout", value: "soon", location: place),
                .init(key: "protekt", value: "yes", location: place),
            ], diagnostics: &diagnostics)
        #expect(found.reach == .live && found.prunes)
        #expect(
            diagnostics.map(\.description) == [
                "web1.cfg:7:3: error: stop.timeout is \"soon\"; it has to be one of: seconds, from 1 on",
                "web1.cfg:7:3: error: protekt is no policy key; is protect meant?",
            ])
    }

    @Test(arguments: [
        ("*", "anything", true), ("web*", "web", true), ("web*", "awe", false), ("w?b1", "web1", true),
        ("w?b1", "wb1", false), ("*-db", "a-b-db", true), ("*-db", "a-db-b", false), ("a*b*c", "aXbYbZc", true),
        ("web1", "web1", true), ("web1", "web12", false), ("", "", true),
    ])
    func `a pattern stands for names`(pattern: String, name: String, matches: Bool) {
        #expect(NamePattern(pattern).matches(name) == matches)
    }

    @discardableResult
    private func read(_ text: String) throws -> Policy { try PolicyFile.read(Array(text.utf8)) }
}
