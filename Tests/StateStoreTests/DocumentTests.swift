import GuestModel
import LibxlJSON
import Planning
import StateStore
import Testing

@Suite("The state file says what the state is") struct DocumentTests {
    @Test("Random states survive", arguments: 0..<40 as Range<UInt64>)
    func roundTrip(_ seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let store = StateStore(path: directory.state)
        let state = state(seed: seed, guests: Int(seed % 8))
        try store.save(state)
        #expect(try StateStore(path: directory.state).load() == state)
        let first = try directory.content()
        try store.save(state)
        #expect(try directory.content() == first)
    }

    @Test("The layout is the one that is documented")
    func golden() throws {
        let directory = try TemporaryDirectory()
        let given = CanonicalConfiguration(text: #"{"c_info":{"name":"web"},"b_info":{"target_memkb":262144}}"#)
        let booted = CanonicalConfiguration(text: #"{"c_info":{"name":"web"},"b_info":{"target_memkb":131072}}"#)
        let uuid = try #require(GuestUUID("00000000-0000-0000-0000-000000000001") as GuestUUID?)
        let other = try #require(GuestUUID("00000000-0000-0000-0000-000000000002") as GuestUUID?)
        let state = RecordedState(
            lineage: "l1", serial: 12,
            guests: [
                GuestRecord(
                    name: "db", uuid: other, source: "db.xml", digest: "00ff", origin: .adopted, given: given,
                    nonce: nil, intent: .ended(.poweroff, at: Timestamp(seconds: 0), bootID: "b1"), isProtected: true,
                    changed: Timestamp(seconds: 1_700_000_000)),
                GuestRecord(
                    name: "web", uuid: uuid, source: "web.cfg", digest: "00ff", origin: .created, given: given,
                    booted: booted, settled: given,
                    domain: .init(domid: 7, bootID: "b1", limits: .init(memory: 1_048_576, vcpus: 2)),
                    shutDown: .init(domid: 7, reason: .reboot, since: Timestamp(seconds: 1_700_000_000)), nonce: "n1",
                    generation: 3,
                    changed: Timestamp(seconds: 1_700_000_000)),
            ])
        try StateStore(path: directory.state).save(state)
        let golden = """
            # What xenward remembers of this host's guests. It may hold passwords.
            version: 1
            lineage: "l1"
            serial: 12
            guests:
            - name: "db"
              uuid: "00000000-0000-0000-0000-000000000002"
              source: "db.xml"
              digest: "00ff"
              origin: adopted
              intent: ended
              ended:
                reason: poweroff
                at: "1970-01-01T00:00:00Z"
                boot_id: "b1"
              protected: true
              generation: 0
              changed: "2023-11-14T22:13:20Z"
              given: |-
                {"c_info":{"name":"web"},"b_info":{"target_memkb":262144}}
            - name: "web"
              uuid: "00000000-0000-0000-0000-000000000001"
              source: "web.cfg"
              digest: "00ff"
              origin: created
              intent: running
              protected: false
              generation: 3
              changed: "2023-11-14T22:13:20Z"
              domain:
                domid: 7
                boot_id: "b1"
                memory: 1048576
                vcpus: 2
              shut_down:
                domid: 7
                reason: reboot
                since: "2023-11-14T22:13:20Z"
              nonce: "n1"
              given: |-
                {"c_info":{"name":"web"},"b_info":{"target_memkb":262144}}
              booted: |-
                {"c_info":{"name":"web"},"b_info":{"target_memkb":131072}}
              settled: |-
                {"c_info":{"name":"web"},"b_info":{"target_memkb":262144}}

            """
        let content = try directory.content()
        #expect(content == golden)
    }

    @Test("A file written by hand, out of order, is put in order")
    func order() throws {
        let directory = try TemporaryDirectory()
        let guest = { (name: String, digit: Int) in
            """
            - {digest: d, name: \(name), uuid: 00000000-0000-0000-0000-00000000000\(digit), source: s, origin: created,
               intent: running, protected: false, generation: 1, changed: "1970-01-01T00:00:00Z", given: "{}"}

            """
        }
        try directory.write("version: 1\nlineage: l\nserial: 1\nguests:\n" + guest("b", 1) + guest("a", 2))
        #expect(try StateStore(path: directory.state).load()?.guests.map(\.name) == ["a", "b"])
        try directory.write("version: 1\nlineage: l\nserial: 1\nguests:\n" + guest("b", 1) + guest("a", 1))
        #expect(throws: StateError.self) { try StateStore(path: directory.state).load() }
    }

    @Test(
        "What is damaged is said with file, line and column, and left as it is",
        arguments: [
            ("", "1:1: the state file is empty"),
            ("version: one\n", "1:10: expected a whole number, found \"one\""),
            ("version: 0\n", "1:10: there is no version 0"),
            ("lineage: l\n", "1:1: a state has no version"),
            ("version: 1\nserial: 1\n", "1:1: a state has no lineage"),
            ("version: 1\nlineage: l\nserial: -1\nguests: []\n", "3:9: -1 is not within 0…18446744073709551615"),
            (
                "version: 1\nlineage: l\nserial: 1\nguests: []\nlineag: x\n",
                "5:1: a state has no key lineag; is lineage meant?"
            ),
            ("version: 1\nlineage: l\nserial: 1\nguests:\n- name: a\n", "5:3: a guest has no uuid"),
            ("version: 1\nlineage: l\nserial: 1\nguests:\n- name: a\n  uuid: b\n", "6:9: expected a uuid, found \"b\""),
        ])
    func damaged(_ text: String, _ message: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write(text)
        let store = StateStore(path: directory.state)
        let error = #expect(throws: StateError.self) { try store.load() }
        #expect(error?.description == "\(directory.state):\(message); the file is left as it is")
        #expect(throws: StateError.notLoaded(path: directory.state)) { try store.save(state(seed: 1, guests: 1)) }
        #expect(try directory.content() == text)
    }

    @Test("A state cut short anywhere is refused, or is no smaller than it says")
    func cutShort() throws {
        let directory = try TemporaryDirectory()
        let whole = state(seed: 3, guests: 2)
        try StateStore(path: directory.state).save(whole)
        let text = Array(try directory.content().utf8)
        for count in stride(from: 0, to: text.count, by: 7) {
            try directory.write(String(decoding: text.prefix(count), as: UTF8.self))
            guard let read = try? StateStore(path: directory.state).load() else { continue }
            #expect(read.guests.allSatisfy { whole.guests.map(\.uuid).contains($0.uuid) })
        }
    }

    @Test("A newer layout is refused by its version alone, whatever else is in it")
    func newer() throws {
        let directory = try TemporaryDirectory()
        try directory.write("version: 3\nsomething: [else]\n")
        let error = #expect(throws: StateError.self) { try StateStore(path: directory.state).load() }
        #expect(error == .newer(path: directory.state, version: 3, known: 1))
        #expect(
            error?.description
                == "\(directory.state): written by a newer xenward (version 3; this one knows 1)")
    }
}
