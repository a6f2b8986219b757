import FormatSupport
import GuestModel

/// A key of xl.cfg(5) whose value goes into one field of the guest; it knows the way there and the way back.
package struct ScalarKey: Sendable {
    let name: String
    /// Where a person would put it in a file.
    let section: Section
    /// The types of guest for which xl reads it.
    let kinds: Set<GuestType.Kind>
    /// xl refuses the key for other types, rather than passing over it.
    var isRefusedElsewhere = false
    let read: @Sendable (_ reading: inout GuestReading, _ setting: Setting) -> Void
    let write: @Sendable (_ guest: GuestConfiguration) -> Literal?

    /// The paragraphs of a file, in their order.
    package enum Section: Int, Sendable, CaseIterable {
        case identity, processors, boot, features, clock, limits, deviceModel, devices, display, actions
    }

    static let everyKind: Set<GuestType.Kind> = [.pv, .hvm, .pvh]
    static let hvmOnly: Set<GuestType.Kind> = [.hvm]

    init(
        _ name: String, _ section: Section, _ kinds: Set<GuestType.Kind>,
        read: @escaping @Sendable (inout GuestReading, Setting) -> Void,
        write: @escaping @Sendable (GuestConfiguration) -> Literal?
    ) {
        self.name = name
        self.section = section
        self.kinds = kinds
        self.read = read
        self.write = write
    }

    typealias Path<V> = WritableKeyPath<GuestConfiguration, V> & Sendable

    static func text(
        _ name: String, _ path: Path<String?>, _ section: Section, for kinds: Set<GuestType.Kind> = everyKind
    ) -> Self {
        Self(name, section, kinds) { reading, setting in
            if let text = reading.text(setting) { reading.configuration[keyPath: path] = text }
        } write: {
            $0[keyPath: path].map(Literal.text)
        }
    }

    static func flag(
        _ name: String, _ path: Path<Bool?>, _ section: Section, for kinds: Set<GuestType.Kind> = everyKind
    ) -> Self {
        Self(name, section, kinds) { reading, setting in
            if let flag = reading.flag(setting) { reading.configuration[keyPath: path] = flag }
        } write: {
            $0[keyPath: path].map { .number($0 ? 1 : 0) }
        }
    }

    /// A number; `unset` is what libxl takes for "not said".
    static func number<N: FixedWidthInteger & Sendable>(
        _ name: String, _ path: Path<N?>, _ section: Section, in range: ClosedRange<N> = 0...N.max, unset: N? = nil,
        for kinds: Set<GuestType.Kind> = everyKind
    ) -> Self {
        Self(name, section, kinds) { reading, setting in
            if let number = reading.number(setting, in: range) {
                reading.configuration[keyPath: path] = number == unset ? nil : number
            }
        } write: {
            $0[keyPath: path].map { .number(Int(clamping: $0)) }
        }
    }

    /// An amount of memory, in MiB in the file and KiB in the guest.
    static func mebibytes(
        _ name: String, _ path: Path<UInt64?>, _ section: Section, for kinds: Set<GuestType.Kind> = everyKind,
        in range: ClosedRange<UInt64> = 0...memoryLimit
    ) -> Self {
        Self(name, section, kinds) { reading, setting in
            if let number = reading.number(setting, in: range) { reading.configuration[keyPath: path] = number << 10 }
        } write: {
            $0[keyPath: path].map(Literal.mebibytes)
        }
    }

    /// 1 EiB in MiB: more than any machine has, and far from where xl's arithmetic overflows.
    static let memoryLimit: UInt64 = 1 << 40

    /// A list of texts.
    static func texts(
        _ name: String, _ path: Path<[String]>, _ section: Section, for kinds: Set<GuestType.Kind> = everyKind
    ) -> Self {
        Self(name, section, kinds) { reading, setting in
            if let texts = reading.texts(setting) { reading.configuration[keyPath: path] = texts.map(\.text) }
        } write: {
            $0[keyPath: path].isEmpty ? nil : .list($0[keyPath: path].map(Literal.text))
        }
    }
}
