import Policy

extension GuestPolicy {
    /// Whether a guest is never destroyed, nor made another one: its policy says so now, or it was protected before, by its policy or by
    /// name.
    public func protects(_ record: GuestRecord?) -> Bool { isProtected || record?.isProtected ?? false }
}
