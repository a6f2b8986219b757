/// A difference that is right as it is.
struct KnownDifference: Sendable {
    /// Why it is right.
    var reason: String
    var holds: @Sendable (_ difference: String, _ pair: Pair) -> Bool

    static let all = [
        KnownDifference(reason: "the number of a running guest, which no configuration has") { difference, _ in
            difference.hasPrefix("domain@id: nothing for ")
        },
        KnownDifference(reason: "xend's names of what libxl calls qdisk, and libvirt for libxl 'qemu'") {
            difference, _ in
            [
                "domain/devices/disk/driver@name: qemu for file", "domain/devices/disk/driver@name: qemu for tap",
                "domain/devices/disk/driver@name: qemu for tap2", "domain/devices/disk/driver@type: raw for aio",
            ].contains(difference)
        },
        KnownDifference(reason: "the path is made up by libvirt's build; here libxl chooses") { difference, _ in
            difference.hasPrefix("domain/os/loader: '' for '/LIBXL_FIRMWARE_DIR/")
        },
        KnownDifference(reason: "libvirt loses the path of the firmware, which its XML names") { difference, _ in
            difference.hasPrefix("hvm.systemFirmware: none -> ")
        },
        KnownDifference(
            reason: "xl destroys what crashes when the file does not say (xl.cfg(5)); libvirt reads 'restart'"
        ) { difference, pair in
            difference == "domain/on_crash: 'destroy' for 'restart'" && !pair.names("on_crash")
        },
        KnownDifference(
            reason: "libvirt writes its KiB as xl's KB, of 1000 bytes; what its driver hands to libxl is of 1024"
        ) { difference, _ in
            guard difference.contains("].rateBytesPerInterval: "), let (old, new) = values(of: difference),
                let theirs = UInt64(old), let ours = UInt64(new)
            else { return false }
            return theirs * 1024 / 1000 == ours
        },
        KnownDifference(reason: "xm took a list of sound cards; libvirt hands libxl the first of them") {
            difference, _ in
            guard difference.hasPrefix("hvm.soundCard: "), let (old, new) = values(of: difference) else { return false }
            return old.hasPrefix(new.dropLast() + ",")
        },
    ]

    static func covers(_ difference: String, _ pair: Pair) -> Bool { all.contains { $0.holds(difference, pair) } }

    /// The two values of `place: old -> new`.
    private static func values(of difference: String) -> (old: String, new: String)? {
        guard let colon = difference.firstRange(of: ": "), let arrow = difference.firstRange(of: " -> ") else {
            return nil
        }
        return (String(difference[colon.upperBound..<arrow.lowerBound]), String(difference[arrow.upperBound...]))
    }
}
