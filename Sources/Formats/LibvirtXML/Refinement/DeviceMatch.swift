import GuestModel

/// Which of the XML's devices each element of a refinement's list is about.
struct DeviceMatch {
    /// What comes of the list, in its order.
    enum Slot: Sendable, Hashable {
        /// One of the XML's devices, by its number, and the element that refines it.
        case device(Int, element: Int?)
        /// A device that the XML does not have.
        case added(element: Int)
    }

    /// What a person has to know of an element.
    enum Remark: Sendable, Hashable {
        /// The XML has no such device.
        case vanished
        /// The XML has other devices, of those that only their places tell apart, than when it was written.
        case edited
        /// Nothing says whether the device in that place is the one that is meant.
        case byNumber
    }

    private(set) var slots: [Slot]
    private(set) var remarks: [(element: Int, remark: Remark)] = []

    /// - Parameter kind: nil for devices that the XML has no words for.
    init(_ elements: [FieldValue], _ plain: [FieldValue], _ kind: DeviceKind?) {
        slots = []
        guard let kind else {
            slots = plain.indices.map { .device($0, element: nil) } + elements.indices.map { .added(element: $0) }
            return
        }
        var partners: [Int: Int] = [:]
        var added: Set<Int> = []
        var keys: [FieldValue: [Int]] = [:]
        var places: [Int] = []
        var numbers: [Int] = []
        for (number, element) in elements.enumerated() {
            switch DeviceReference(element, kind) {
            case .key(let key): keys[key, default: []].append(number)
            case .place: places.append(number)
            case .number: numbers.append(number)
            case .none: added.insert(number)
            }
        }
        let known = Dictionary(grouping: plain.indices) { kind.key(of: plain[$0]) }
        for (key, group) in keys {
            let devices = known[key] ?? []
            if devices.isEmpty {
                for number in group {
                    // What has no mark of its own is the whole of a device if it looks like one.
                    if elements[number][DeviceReference.member] == nil, kind.isWhole(elements[number]) {
                        added.insert(number)
                    } else {
                        remarks.append((number, .vanished))
                    }
                }
            } else if devices.count == 1, group.count == 1 {
                partners[devices[0]] = group[0]
            } else {
                pair(group, with: devices, elements, plain, &partners)
            }
        }
        if !places.isEmpty { pair(places, with: known[nil] ?? [], elements, plain, &partners) }
        place(numbers, elements, plain, kind, &partners, &added)
        remarks.sort { $0.element < $1.element }
        arrange(plain.count, partners, added)
    }

    /// Pairs those that only their places tell apart, if they are the same ones still.
    private mutating func pair(
        _ group: [Int], with devices: [Int], _ elements: [FieldValue], _ plain: [FieldValue],
        _ partners: inout [Int: Int]
    ) {
        let areSame =
            group.count == devices.count
            && zip(group, devices).allSatisfy { elements[$0][DeviceReference.member]?.sorted == plain[$1].sorted }
        guard areSame else { return remarks.append((group[0], .edited)) }
        for (element, device) in zip(group, devices) { partners[device] = element }
    }

    /// Pairs elements that say nothing of which device they mean with those in their places, as long as there are enough.
    private mutating func place(
        _ numbers: [Int], _ elements: [FieldValue], _ plain: [FieldValue], _ kind: DeviceKind,
        _ partners: inout [Int: Int], _ added: inout Set<Int>
    ) {
        guard let first = numbers.first else { return }
        let beyond = numbers.filter { $0 >= plain.count }
        let inside = numbers.filter { $0 < plain.count }
        guard beyond.allSatisfy({ kind.isWhole(elements[$0]) }), inside.allSatisfy({ partners[$0] == nil }) else {
            return remarks.append((first, .edited))
        }
        added.formUnion(beyond)
        for number in inside { partners[number] = number }
        if plain.count > 1, !inside.isEmpty { remarks.append((first, .byNumber)) }
    }

    /// Puts what is added before the next device that an element is about; after all of them where there is none.
    private mutating func arrange(_ count: Int, _ partners: [Int: Int], _ added: Set<Int>) {
        var before: [Int: [Int]] = [:]
        let devices = partners.map { (element: $0.value, device: $0.key) }.sorted { $0.element < $1.element }
        for element in added.sorted() {
            before[devices.first { $0.element > element }?.device ?? count, default: []].append(element)
        }
        for number in 0...count {
            slots += (before[number] ?? []).map { .added(element: $0) }
            if number < count { slots.append(.device(number, element: partners[number])) }
        }
    }
}
