extension GuestConfiguration {
    /// Takes out what nobody may see who looks at it: passwords, and keys in the paths of disks and in QEMU's arguments.
    public mutating func hideSecrets() {
        _ = removeSecrets()
        for index in disks.indices { disks[index].path = disks[index].path.map(Disk.shown) }
        deviceModel.arguments = deviceModel.arguments.map(DeviceModel.shown)
        deviceModel.argumentsPV = deviceModel.argumentsPV.map(DeviceModel.shown)
        deviceModel.argumentsHVM = deviceModel.argumentsHVM.map(DeviceModel.shown)
    }

    /// Takes every password out, and names the fields that held one.
    public mutating func removeSecrets() -> [String] {
        var places: [String] = []
        if case .hvm(var hvm) = type {
            if hvm.vnc.password != nil { places.append("hvm.vnc.password") }
            if hvm.spice.password != nil { places.append("hvm.spice.password") }
            hvm.vnc.password = nil
            hvm.spice.password = nil
            type = .hvm(hvm)
        }
        for index in framebuffers.indices where framebuffers[index].vnc.password != nil {
            places.append("framebuffers[\(framebuffers[index].identity(at: index))].vnc.password")
            framebuffers[index].vnc.password = nil
        }
        return places
    }
}
