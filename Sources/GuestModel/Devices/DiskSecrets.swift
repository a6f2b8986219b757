extension Disk {
    /// A path as it may be shown: without the key or the password by which a disk on a network is opened
    /// (`rbd:pool/image:id=user:key=…`, `nbd://user:…@host`).
    public static func shown(_ path: String) -> String {
        path.replacing(/(?<before>:key=)(?:\\.|[^:\\])*/) { "\($0.before)(secret)" }
            .replacing(/(?<before>:\/\/[^\/@:]*:)[^\/@]*@/) { "\($0.before)(secret)@" }
    }
}
