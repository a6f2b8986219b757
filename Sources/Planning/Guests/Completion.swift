import GuestModel

extension GuestConfiguration {
    /// This definition with the uuid, the MACs and the devids that were made up for it earlier, where it has none of its
    /// own: a guest does not change its face because its file does not mention it.
    func completed(from given: GuestConfiguration, uuid: GuestUUID) -> GuestConfiguration {
        var completed = self
        completed.uuid = self.uuid ?? uuid
        var taken = Set(nics.compactMap(\.mac))
        // An interface that is alike but for its MAC is the same, whatever its place; else its place decides.
        for index in completed.nics.indices where completed.nics[index].mac == nil {
            let alike = given.nics.first { old in
                var bare = old
                bare.mac = nil
                return bare == completed.nics[index] && old.mac.map { !taken.contains($0) } ?? false
            }
            guard let mac = alike?.mac else { continue }
            completed.nics[index].mac = mac
            taken.insert(mac)
        }
        for index in completed.nics.indices where completed.nics[index].mac == nil {
            guard given.nics.indices.contains(index), let mac = given.nics[index].mac, taken.insert(mac).inserted
            else { continue }
            completed.nics[index].mac = mac
        }
        completed.keepInterfaceNumbers(of: given)
        Self.number(&completed.framebuffers, \.devid, as: given.framebuffers)
        Self.number(&completed.keyboards, \.devid, as: given.keyboards)
        Self.number(&completed.vtpms, \.devid, as: given.vtpms)
        Self.number(&completed.p9Filesystems, \.devid, as: given.p9Filesystems)
        Self.number(&completed.pvcallsInterfaces, \.devid, as: given.pvcallsInterfaces)
        Self.number(&completed.displays, \.devid, as: given.displays)
        Self.number(&completed.soundDevices, \.devid, as: given.soundDevices)
        Self.number(&completed.channels, \.devid, as: given.channels)
        Self.number(&completed.usbControllers, \.devid, as: given.usbControllers)
        return completed
    }

    /// An interface is known by its MAC, and its place in a list is no property of it: one that is there keeps its devid, and one
    /// that comes gets another.
    private mutating func keepInterfaceNumbers(of given: GuestConfiguration) {
        let known = Dictionary(given.nics.compactMap { nic in nic.mac.map { ($0, nic.devid) } }) { first, _ in first }
        var taken: Set<Int32> = []
        for index in nics.indices {
            guard let mac = nics[index].mac, let devid = known[mac] ?? nil else { continue }
            nics[index].devid = devid
            taken.insert(devid)
        }
        for index in nics.indices {
            guard nics[index].mac.map({ known[$0] == nil }) ?? true, let devid = nics[index].devid else { continue }
            if !taken.insert(devid).inserted {
                let next = ((taken.max() ?? -1) + 1)
                nics[index].devid = next
                taken.insert(next)
            }
        }
    }

    /// Devices without a devid have, by their places, those of an adopted domain.
    private static func number<D>(
        _ devices: inout [D], _ devid: WritableKeyPath<D, Int32?>, as given: [D]
    ) {
        guard !devices.isEmpty, !given.isEmpty else { return }
        let taken = Set(devices.compactMap { $0[keyPath: devid] })
        for (index, known) in given.prefix(devices.count).enumerated() {
            guard devices[index][keyPath: devid] == nil, let number = known[keyPath: devid], !taken.contains(number)
            else { continue }
            devices[index][keyPath: devid] = number
        }
    }
}
