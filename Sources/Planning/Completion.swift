import GuestModel

extension GuestConfiguration {
    /// This definition with the uuid and the MACs that were made up for it earlier, where it has none of its own: a guest
    /// does not change its face because its file does not mention it.
    func completed(from given: GuestConfiguration, uuid: GuestUUID) -> GuestConfiguration {
        var completed = self
        completed.uuid = self.uuid ?? uuid
        let own = Set(nics.compactMap(\.mac))
        for index in completed.nics.indices where completed.nics[index].mac == nil {
            guard given.nics.indices.contains(index), let mac = given.nics[index].mac, !own.contains(mac) else {
                continue
            }
            completed.nics[index].mac = mac
        }
        return completed
    }
}
