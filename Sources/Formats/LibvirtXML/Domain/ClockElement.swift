import FormatSupport
import GuestModel

/// `clock`, with its timers.
enum ClockElement {
    private enum Offset { case utc, localTime, variable, unsupported }

    private static let offsets: KeyValuePairs<String, Offset> = [
        "utc": .utc, "localtime": .localTime, "variable": .variable, "timezone": .unsupported,
        "absolute": .unsupported,
    ]

    static func read(_ domain: Element, into draft: inout DomainDraft) {
        guard let clock = domain.child("clock") else { return }
        // What offset is now was sync before libvirt 0.7.
        if let word = clock.attribute("offset") ?? clock.attribute("sync"), let offset = word.choice(offsets) {
            readOffset(offset, word, clock, into: &draft)
        }
        var names: Set<String> = []
        for timer in clock.children("timer") {
            if let name = timer.attribute("name"), !names.insert(name.text).inserted {
                name.note(.warning, .conflict, "another timer '\(name.text)' stands above: this one counts")
            }
            readTimer(timer, into: &draft)
        }
    }

    private static func readOffset(
        _ offset: Offset, _ word: Value, _ clock: Element, into draft: inout DomainDraft
    ) {
        var local = offset == .localTime
        if offset == .variable, let basis = clock.attribute("basis")?.choice(["utc": false, "localtime": true]) {
            local = basis
        }
        if offset == .unsupported {
            word.note(
                .error, .unsupported, "a clock of offset '\(word.text)' is beyond Xen: use utc, localtime or variable")
        }
        if local { draft.guest.clock.localTime = true }
        if let adjustment = clock.attribute("adjustment"), adjustment.text != "reset",
            let seconds = adjustment.number(Int32.self), seconds != 0
        {
            // libxl's field is unsigned; a clock that is behind is a number that wraps around.
            draft.guest.clock.rtcTimeOffset = UInt32(bitPattern: seconds)
        }
    }

    private static func readTimer(_ timer: Element, into draft: inout DomainDraft) {
        guard let name = timer.attribute("name") else { return timer.lacks("a name") }
        switch name.text {
        case "tsc":
            if let present = timer.attribute("present"), present.yesNo == false {
                present.note(.warning, .unsupported, "Xen gives every guest a time stamp counter")
            }
            if let mode = timer.attribute("mode"), mode.text == "smpsafe" {
                mode.note(
                    .warning, .unsupported, "mode 'smpsafe' is beyond Xen, which decides: 'emulate' is the nearest")
            }
            draft.guest.clock.tscMode =
                timer.attribute("mode")?.choice([
                    "native": .native, "paravirt": .nativeParavirt, "emulate": .alwaysEmulate, "auto": TSCMode?.none,
                    "smpsafe": TSCMode?.none,
                ]) ?? nil
        case "hpet" where draft.kind == .hvm: draft.hvm.hpet = timer.attribute("present")?.yesNo
        case "hpet", "platform", "pit", "rtc", "kvmclock", "hypervclock", "armvtimer":
            timer.dismiss(
                .warning, .meaningless, "timer '\(name.text)' has no meaning for a \(draft.kind.rawValue) guest on Xen")
        default: name.refuse("'tsc' or 'hpet'")
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        let clock = guest.clock
        let basis = clock.localTime == true ? "localtime" : "utc"
        let seconds = clock.rtcTimeOffset ?? 0
        // A guest without an emulated clock keeps to the host's.
        let isVariable = guest.hvm != nil || seconds != 0
        let offset = isVariable ? "variable" : basis
        let adjustment = isVariable ? "\(Int32(bitPattern: seconds))" : "reset"
        output.element("clock", ["offset": offset, "adjustment": adjustment, "basis": isVariable ? basis : nil]) {
            output in
            if let mode = clock.tscMode {
                let word =
                    switch mode {
                    case .native: "native"
                    case .nativeParavirt: "paravirt"
                    case .alwaysEmulate: "emulate"
                    }
                output.element("timer", ["name": "tsc", "present": "yes", "mode": word])
            }
            if let present = guest.hvm?.hpet {
                output.element("timer", ["name": "hpet", "present": present ? "yes" : "no"])
            }
        }
    }
}
