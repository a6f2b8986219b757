/// A device of a guest.
public protocol Device: FieldRecord {
    /// What tells this device from the guest's other devices of its kind, whatever their order: a vdev, a MAC address.
    /// A device that has nothing of the kind goes by its place, `index`.
    func identity(at index: Int) -> String
}
