import GuestModel

extension World {
    /// The host boots: another boot id, no domains, no userdata, all memory free, domids from 1 on.
    public mutating func bootHost() {
        machine.bootID = GuestUUID.random(using: &random).description
        domains = []
        scrubbing = []
        lastDomid = 0
    }
}
