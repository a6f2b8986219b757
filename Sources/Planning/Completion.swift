import GuestModel

extension GuestConfiguration {
    /// This definition with the uuid and the MACs that were made up for it earlier, where it has none of its own: a guest
    /// does not change its face because its file does not mention it.
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
        return completed
    }
}
