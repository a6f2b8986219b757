import Foundation

/// A difference between xl 4.17's answer to a file and ours that is known.
struct KnownDifference: Sendable {
    enum Owner: Sendable {
        /// xl answers otherwise than it should.
        case xl
        /// xl takes what gives nobody a guest that is of use to him, and we refuse it.
        case deliberate
        /// We do; to be mended.
        case us
    }

    var owner: Owner
    /// What is wrong with the answer.
    var reason: String
    /// Words in the difference that tell it; all of them.
    var words: [String]
    /// Words of which the file holds one; none when it does not matter.
    var fileWords: [String] = []

    static let all =
        [
            KnownDifference(
                owner: .xl, reason: "xl create -n does not look whether two devices go by one name or address",
                words: ["xl takes it, we refuse", "are called"]),
            KnownDifference(
                owner: .deliberate, reason: "with vcpus = 0 xl makes a guest in which no vcpu is online",
                words: ["xl takes it, we refuse", "vcpus must be 1 to 4096, not 0"]),
            KnownDifference(
                owner: .xl, reason: "xl create -n does not look whether libxl could build the guest: too many vcpus",
                words: ["xl takes it, we refuse", "vcpus must be 1 to 4096"]),
            KnownDifference(
                owner: .xl, reason: "xl create -n does not look whether libxl could build the guest: too many vcpus",
                words: ["xl takes it, we refuse", "are more than the 512 Xen can have"]),
            KnownDifference(
                owner: .deliberate, reason: "for the beginning of a pvgrub32 xl boots a file that there is none",
                words: ["xl takes it, we refuse", "firmware of a guest of this type must be"],
                fileWords: ["firmware = \"\"", "firmware = ''"]),
            KnownDifference(
                owner: .deliberate, reason: "of a feature's number xl reads the beginning, and does not say so",
                words: ["xl takes it, we refuse", "must be given as"], fileWords: ["=1q"]),
            KnownDifference(
                owner: .xl, reason: "xl create -n does not look whether libxl could build the guest: no memory",
                words: ["xl takes it, we refuse", "memory is 0: a guest needs at least 1 MiB"]),
            KnownDifference(
                owner: .xl,
                reason: "xl create -n does not look whether libxl could build the guest: more than its maximum",
                words: ["xl takes it, we refuse", "is more than its maximum"]),
            KnownDifference(
                owner: .xl,
                reason: "xl cuts off what does not fit into the field, so that the guest gets another number",
                words: ["xl takes it, we refuse", " must be 0 to "]),
            KnownDifference(
                owner: .xl,
                reason: "xl cuts off what does not fit into the field, so that the guest gets another number",
                words: ["xl takes it, we refuse", "rtc_timeoffset must be -2147483648 to "]),
            KnownDifference(
                owner: .xl,
                reason: "xl cuts off what does not fit into the field, so that the guest gets another device",
                words: ["xl takes it, we refuse", "must be a number from 0 to 255, not \"300\""]),
            KnownDifference(
                owner: .xl,
                reason: "xl create -n does not look whether libxl could build the guest: a weight that none takes",
                words: ["xl takes it, we refuse", "cpu_weight must be 1 to 65535"]),
            KnownDifference(
                owner: .xl, reason: "xl takes a vmtrace_buf_kb that is no number for none",
                words: ["xl takes it, we refuse", "vmtrace_buf_kb must be a number"]),
            KnownDifference(
                owner: .xl, reason: "xl cuts 2^32 down to 0, which is no",
                words: ["xl's guest -> ours: pciDevices["], fileWords: ["4294967296"]),
            KnownDifference(
                owner: .xl, reason: "xl takes 2^31 KiB for a negative number, which its own JSON cannot hold",
                words: ["xl's cannot be read"], fileWords: ["vmtrace_buf_kb = 2147483648"]),
            KnownDifference(
                owner: .xl, reason: "xl passes over a list in the place of a word without a word",
                words: ["xl takes it, we refuse", "must be a single value, not a list"]),
            KnownDifference(
                owner: .xl, reason: "xl takes a range of ports that ends before it begins",
                words: ["xl takes it, we refuse", "ioports: expected hexadecimal ports"], fileWords: ["3-2"]),
            KnownDifference(
                owner: .xl, reason: "xl is ended by bootloader_args that are an empty text",
                words: ["xl refuses, we do not"], fileWords: ["bootloader_args = ''", "bootloader_args = \"\""]),
            KnownDifference(
                owner: .xl,
                reason: "xl's JSON leaves out the address of a usbdev without a type, which xl create passes through",
                words: ["xl's guest -> ours", "usbDevices["], fileWords: ["usbdev = "]),
        ]
        + unusedKeys.map { key in
            KnownDifference(
                owner: .xl, reason: "xl complains of the value of \(key) where it has no use for it",
                words: ["xl complains, we do not", "parameter `\(key)'"])
        }

    private static let unusedKeys = [
        "vif2", "vncviewer", "device_model", "rdm", "vncunused", "vnc", "sdl", "opengl", "vncdisplay", "vnclisten",
        "vncpasswd", "xauthority", "display", "keymap",
    ]

    /// What is behind a difference, behind its first part where it has several; nil when nobody knows of one of them.
    static func behind(_ parts: [String], in text: String) -> KnownDifference? {
        let known = parts.map { part in
            all.first { known in
                known.words.allSatisfy { part.contains($0) }
                    && (known.fileWords.isEmpty || known.fileWords.contains { text.contains($0) })
            }
        }
        return known.contains { $0 == nil } ? nil : known.first ?? nil
    }
}
