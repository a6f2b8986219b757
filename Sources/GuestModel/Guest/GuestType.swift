/// How a guest is virtualized, with what only that kind has.
///
/// xl.cfg(5): `type`, formerly `builder` · libvirt: `os/type` · libxl: `c_info.type` and `b_info.type`.
public enum GuestType: Sendable, Hashable {
    /// Paravirtualized.
    case pv(PV)
    /// Fully virtualized, with emulated devices.
    case hvm(HVM)
    /// Hardware virtualized, without emulated devices.
    case pvh(PVH)

    /// The type without what belongs to it.
    public var kind: Kind {
        switch self {
        case .pv: .pv
        case .hvm: .hvm
        case .pvh: .pvh
        }
    }

    /// Which of the three it is. libxl: `libxl_domain_type`.
    public enum Kind: String, LibxlEnumeration {
        case pv, hvm, pvh

        /// A type of this kind with everything at libxl's default.
        public var standard: GuestType {
            switch self {
            case .pv: .pv(PV())
            case .hvm: .hvm(HVM())
            case .pvh: .pvh(PVH())
            }
        }
    }
}

extension FieldMap.Entry where Root == GuestConfiguration {
    /// `c_info.type`, which must come before everything that depends on it.
    static let declaredType = single(
        "type", "type", isSame: { $0.pointee.type.kind == $1.pointee.type.kind },
        get: { .string($0.type.kind.rawValue) }
    ) { (root, value, place) throws(FieldValueError) in
        let kind = try GuestType.Kind(fieldValue: value, at: place)
        if root.type.kind != kind { root.type = kind.standard }
    }

    /// The keyed union of `b_info`: `type.pv`, `type.hvm` or `type.pvh`.
    static let typeUnion = FieldMap<GuestConfiguration>.Entry(
        encode: { root, members in
            switch root.type {
            case .pv(let pv): members.append(.init("type.pv", PV.fields.encode(pv)))
            case .hvm(let hvm): members.append(.init("type.hvm", HVM.fields.encode(hvm)))
            case .pvh(let pvh): members.append(.init("type.pvh", PVH.fields.encode(pvh)))
            }
        },
        decode: { (member, root, place) throws(FieldValueError) in
            guard member.name.hasPrefix("type.") else { return false }
            switch (member.name, root.type) {
            case ("type.pv", .pv(var pv)):
                try PV.fields.decode(member.value, into: &pv, at: place)
                root.type = .pv(pv)
            case ("type.hvm", .hvm(var hvm)):
                try HVM.fields.decode(member.value, into: &hvm, at: place)
                root.type = .hvm(hvm)
            case ("type.pvh", .pvh(var pvh)):
                try PVH.fields.decode(member.value, into: &pvh, at: place)
                root.type = .pvh(pvh)
            default:
                throw FieldValueError(path: place, reason: "c_info.type is \"\(root.type.kind.rawValue)\"")
            }
            return true
        },
        fields: { name, path in
            PV.fields.allFields(name: "pv", path: path + ["type.pv"])
                + HVM.fields.allFields(name: "hvm", path: path + ["type.hvm"])
                + PVH.fields.allFields(name: "pvh", path: path + ["type.pvh"])
        },
        isSame: same(\.type),
        compare: { old, new, place, changes in
            switch (old.pointee.type, new.pointee.type) {
            case (.pv(let a), .pv(let b)): PV.fields.compare(a, b, at: place.below("pv", "type.pv"), into: &changes)
            case (.hvm(let a), .hvm(let b)):
                HVM.fields.compare(a, b, at: place.below("hvm", "type.hvm"), into: &changes)
            case (.pvh(let a), .pvh(let b)):
                PVH.fields.compare(a, b, at: place.below("pvh", "type.pvh"), into: &changes)
            default: break  // Another type: the change of `type` itself says so.
            }
        })
}
