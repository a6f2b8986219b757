import Foundation
import Testing

@Suite("A shell completes the names of guests")
struct CompletionTests {
    /// What bash itself offers for a line whose last word is not ended.
    ///
    /// - Parameter words: as bash parts them; at colons, too.
    private func offered(
        _ words: [String], _ place: Workplace, environment: [String: String] = [:]
    ) throws -> [String] {
        let script = """
            set -eu
            PATH="$1:$PATH"; shift
            eval "$(xenward --generate-completion-script bash)"
            set +eu
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            # The function that bash calls for the command, with what bash calls it with.
            function=$(complete -p xenward | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            "$function" xenward "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let folder = (try Workplace.program() as NSString).deletingLastPathComponent
        let outcome = try Workplace.run(
            ["-c", script, "bash", folder] + words, in: place.root, environment: environment, program: "/bin/bash")
        #expect(outcome.errors == "")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    private func workplace() throws -> Workplace {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        // One that is remembered and not defined, and one that is defined and not remembered.
        try place.remove("mail.xml")
        try place.write(Workplace.web.replacing("web1", with: "web2").replacing("00:01", with: "00:02"), to: "web2.cfg")
        return place
    }

    @Test(
        "those that are remembered and those that are defined, for every command that takes a guest",
        arguments: [
            "start", "stop", "restart", "suspend", "resume", "protect", "unprotect", "forget", "adopt", "show",
            "status", "diff", "plan --target", "apply --target",
        ])
    func names(command: String) throws {
        let place = try workplace()
        let environment = ["XENWARD_STATE": place.state, "XENWARD_DIR": place.definitions]
        let words = ["xenward"] + command.split(separator: " ").map(String.init)
        #expect(
            try offered(words + [""], place, environment: environment).filter { !$0.hasPrefix("-") }
                == ["mail", "web1", "web2"])
        #expect(try offered(words + ["w"], place, environment: environment) == ["web1", "web2"])
    }

    @Test("from where the line says: the state, the host whose state it is, and the directory")
    func options() throws {
        let place = try workplace()
        #expect(
            try offered(["xenward", "stop", "--state", place.state, "--dir", "guests", "w"], place) == ["web1", "web2"])
        #expect(try offered(["xenward", "state", "show", "--state", place.state, "w"], place) == ["web1"])
        try FileManager.default.copyItem(atPath: place.state, toPath: place.host + ".state")
        let host = ["--connect", "test", ":", "//\(place.host)"]
        #expect(try offered(["xenward", "forget"] + host + ["w"], place) == ["web1"])
    }

    @Test("of a state or a directory that cannot be read nothing is said")
    func silence() throws {
        let place = try Workplace()
        try "no state".write(toFile: place.state, atomically: true, encoding: .utf8)
        #expect(try offered(["xenward", "stop", "--state", place.state, "--dir", "nowhere", "w"], place) == [])
        #expect(try offered(["xenward", "stop", "--state", "/nowhere", "--dir", "nowhere", "w"], place) == [])
    }
}
