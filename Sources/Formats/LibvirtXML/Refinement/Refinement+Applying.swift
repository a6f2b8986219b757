import GuestModel

extension Refinement {
    /// One thing that a refinement says.
    struct Point: Sendable, Hashable {
        /// Where in the refined guest's JSON.
        var place: FieldPath
        /// Where in the refinement.
        var source: FieldPath
        /// Where in the JSON of what the XML says; nil for a device of which it says nothing.
        var said: FieldPath?
    }

    /// Something that is left as the XML says it, or to be looked at: its place in the refinement, and why.
    struct Remark: Sendable, Hashable {
        var source: FieldPath
        var reason: DeviceMatch.Remark
    }

    /// A refinement laid over a guest.
    struct Result {
        /// The refined guest.
        var tree: FieldValue
        /// All that the refinement says.
        var points: [Point] = []
        var remarks: [Remark] = []
    }

    /// The tree of a guest with this laid over it; points in `skipped`, by their sources, are left as they are.
    func applied(to plain: FieldValue, skipping skipped: Set<FieldPath> = []) -> Result {
        var overlay = Overlay(skipped: skipped, result: Result(tree: plain))
        overlay.result.tree = overlay.lay(tree, over: plain, at: Place(), listsAreDevices: true)
        return overlay.result
    }

    /// The same place in the refined guest, in the refinement and in the plain guest.
    private struct Place {
        var place = FieldPath()
        var source = FieldPath()
        var said = FieldPath()

        func appending(_ name: String) -> Self {
            Self(place: place.appending(name), source: source.appending(name), said: said.appending(name))
        }
    }

    private struct Overlay {
        var skipped: Set<FieldPath>
        var result: Result

        mutating func lay(
            _ value: FieldValue, over plain: FieldValue, at place: Place, listsAreDevices: Bool = false,
            passing names: [String] = []
        ) -> FieldValue {
            guard case .record(let news) = value, case .record(var members) = plain else { return plain }
            for new in news where !names.contains(new.name) {
                let place = place.appending(new.name)
                let index = members.firstIndex { $0.name == new.name }
                let old = index.map { members[$0].value }
                if listsAreDevices, case .list(let elements) = new.value {
                    let devices = lay(elements, over: old?.elements ?? [], DeviceKind(rawValue: new.name), at: place)
                    Self.set(new.name, devices.isEmpty ? nil : .list(devices), in: &members)
                } else if case .record? = old, case .record = new.value {
                    if let index, let old { members[index].value = lay(new.value, over: old, at: place) }
                } else if !skipped.contains(place.source) {
                    result.points.append(Point(place: place.place, source: place.source, said: place.said))
                    Self.set(new.name, Refinement.isUnset(new) ? nil : new.value, in: &members)
                }
            }
            return .record(members)
        }

        /// Refines the devices that are there, and adds those that the XML cannot say.
        private mutating func lay(
            _ elements: [FieldValue], over plain: [FieldValue], _ kind: DeviceKind?, at list: Place
        ) -> [FieldValue] {
            let match = DeviceMatch(elements, plain, kind)
            result.remarks += match.remarks.map { Remark(source: list.source.appending($0.element), reason: $0.remark) }
            var devices: [FieldValue] = []
            for slot in match.slots {
                let place = list.place.appending(devices.count)
                switch slot {
                case .device(let number, nil): devices.append(plain[number])
                case .device(let number, let element?):
                    let here = Place(
                        place: place, source: list.source.appending(element), said: list.said.appending(number))
                    devices.append(
                        lay(
                            elements[element], over: plain[number], at: here,
                            passing: kind?.passedOver(in: elements[element]) ?? []))
                case .added(let element):
                    let source = list.source.appending(element)
                    if skipped.contains(source) { continue }
                    result.points.append(Point(place: place, source: source))
                    devices.append(kind == nil ? elements[element] : Refinement.device(of: elements[element]))
                }
            }
            return devices
        }

        private static func set(_ name: String, _ value: FieldValue?, in members: inout [FieldValue.Member]) {
            if let index = members.firstIndex(where: { $0.name == name }) {
                if let value { members[index].value = value } else { members.remove(at: index) }
            } else if let value {
                members.append(.init(name, value))
            }
        }
    }

    /// The device that an element is the whole of.
    private static func device(of element: FieldValue) -> FieldValue {
        guard case .record(let members) = element else { return element }
        return .record(members.filter { $0.name != DeviceReference.member && !isUnset($0) })
    }
}

extension DeviceKind {
    /// What in an element says only which device it is about.
    fileprivate func passedOver(in element: FieldValue) -> [String] {
        if element[DeviceReference.member] != nil { return [DeviceReference.member] }
        return DeviceReference(element, self) == .number ? [] : keyMembers
    }
}

extension FieldValue {
    /// What is at a path; nil where nothing is.
    func value(at path: FieldPath) -> FieldValue? {
        path.steps.reduce(self) { (value: FieldValue?, step) in
            switch step {
            case .member(let name): value?[name]
            case .element(let index): value?.elements.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
        }
    }
}
