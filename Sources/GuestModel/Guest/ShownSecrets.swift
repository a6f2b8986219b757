/// Texts that may hold a key or a password among other things, as they may be shown.
extension Disk {
    /// A path without what opens a disk on a network: `rbd:pool/image:id=user:key=…`, `nbd://user:…@host`,
    /// `iscsi://user%…@host`, block-iscsi's `password=…`, and QEMU's `json:{"password":"…"}`.
    public static func shown(_ path: String) -> String {
        path.replacing(/(?<before>:key=)(?:\\.|[^:\\])*/) { "\($0.before)(secret)" }
            .replacing(/(?<before>:\/\/[^\/@:%,]*[:%])[^\/@,]*@/) { "\($0.before)(secret)@" }
            .replacing(/(?<before>(?:^|[,;])\s*password=)(?:,,|[^,;])*/) { "\($0.before)(secret)" }
            .replacing(/(?<before>"(?:password|passwd|cookie|secret|key)"\s*:\s*")(?:\\.|[^"\\])*/) {
                "\($0.before)(secret)"
            }
    }
}

extension DeviceModel {
    /// An argument for QEMU without what a secret object holds (`secret,id=…,data=…`) or a password that is written out.
    public static func shown(_ argument: String) -> String {
        let isSecret = argument.hasPrefix("secret,")
        return Disk.shown(argument)
            .replacing(/(?<before>(?:^|,)(?<key>data|password)=)(?:,,|[^,])*/) {
                isSecret || $0.key == "password" ? "\($0.before)(secret)" : String($0.output.0)
            }
    }
}
