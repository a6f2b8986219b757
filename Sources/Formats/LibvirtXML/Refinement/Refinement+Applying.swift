import GuestModel

extension Refinement {
    /// One thing that a refinement says.
    struct Point: Sendable, Hashable {
        /// Where in the guest's JSON.
        var place: FieldPath
        /// Where in the refinement.
        var source: FieldPath
    }

    /// The tree of a guest with this laid over it, and all that it says; points in `skipped`, by their sources, are left
    /// as they are.
    func applied(to plain: FieldValue, skipping skipped: Set<FieldPath> = []) -> (tree: FieldValue, points: [Point]) {
        var overlay = Overlay(skipped: skipped)
        let tree = overlay.lay(tree, over: plain, at: FieldPath(), from: FieldPath(), listsAreDevices: true)
        return (tree, overlay.points)
    }

    private struct Overlay {
        var skipped: Set<FieldPath>
        var points: [Point] = []

        mutating func lay(
            _ value: FieldValue, over plain: FieldValue, at place: FieldPath, from source: FieldPath,
            listsAreDevices: Bool = false, passing key: String? = nil
        ) -> FieldValue {
            guard case .record(let news) = value, case .record(var members) = plain else { return plain }
            for new in news where new.name != key {
                let (place, source) = (place.appending(new.name), source.appending(new.name))
                let index = members.firstIndex { $0.name == new.name }
                let old = index.map { members[$0].value }
                if listsAreDevices, case .list(let elements) = new.value {
                    let devices = lay(
                        elements, over: old?.elements ?? [], key: Refinement.key(ofList: new.name), place, source)
                    Self.set(new.name, devices.isEmpty ? nil : .list(devices), in: &members)
                } else if case .record? = old, case .record = new.value {
                    if let index, let old {
                        members[index].value = lay(new.value, over: old, at: place, from: source)
                    }
                } else if !skipped.contains(source) {
                    points.append(Point(place: place, source: source))
                    Self.set(new.name, Refinement.isUnset(new) ? nil : new.value, in: &members)
                }
            }
            return .record(members)
        }

        /// Refines the devices that are there, and adds the others.
        private mutating func lay(
            _ elements: [FieldValue], over plain: [FieldValue], key: String?, _ place: FieldPath, _ source: FieldPath
        ) -> [FieldValue] {
            var devices = plain
            for (number, element) in elements.enumerated() {
                let source = source.appending(number)
                let name = key.flatMap { element[$0] }
                let index =
                    name == nil ? (number < plain.count ? number : nil) : plain.firstIndex { $0[key ?? ""] == name }
                if let index, case .record = element {
                    devices[index] = lay(
                        element, over: plain[index], at: place.appending(index), from: source,
                        passing: name == nil ? nil : key)
                } else if !skipped.contains(source) {
                    points.append(Point(place: place.appending(devices.count), source: source))
                    devices.append(element)
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
