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
        completed.number(\.framebuffers, \.devid, as: given)
        completed.number(\.keyboards, \.devid, as: given)
        completed.number(\.vtpms, \.devid, as: given)
        completed.number(\.p9Filesystems, \.devid, as: given)
        completed.number(\.pvcallsInterfaces, \.devid, as: given)
        completed.number(\.displays, \.devid, as: given)
        completed.number(\.soundDevices, \.devid, as: given)
        completed.number(\.channels, \.devid, as: given)
        completed.number(\.usbControllers, \.devid, as: given)
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
    private mutating func number<D>(
        _ list: WritableKeyPath<GuestConfiguration, [D]>, _ devid: WritableKeyPath<D, Int32?>,
        as given: GuestConfiguration
    ) {
        guard !self[keyPath: list].isEmpty else { return }
        let known = given[keyPath: list].map { $0[keyPath: devid] }
        let taken = Set(self[keyPath: list].compactMap { $0[keyPath: devid] })
        for (index, number) in known.enumerated().prefix(self[keyPath: list].count) {
            guard self[keyPath: list][index][keyPath: devid] == nil, let number, !taken.contains(number) else {
                continue
            }
            self[keyPath: list][index][keyPath: devid] = number
        }
    }
}
