/// Reads and sets one member of records by where it lies in them: walking along a key path takes ten times as long, and there are
/// hundreds of members to a guest.
struct MemberAccess<Root: Sendable, Value>: Sendable {
    private let path: WritableKeyPath<Root, Value> & Sendable
    /// In bytes; nil for what is not stored as it is, which the key path finds.
    private let offset: Int?

    init(_ path: WritableKeyPath<Root, Value> & Sendable) {
        self.path = path
        offset = MemoryLayout<Root>.offset(of: path)
    }

    func set(_ value: Value, in root: inout Root) {
        guard let offset else {
            root[keyPath: path] = value
            return
        }
        withUnsafeMutablePointer(to: &root) { root in
            (UnsafeMutableRawPointer(root) + offset).assumingMemoryBound(to: Value.self).pointee = value
        }
    }

    /// What `body` makes of the member of two records.
    func withBoth<Result>(
        _ old: UnsafePointer<Root>, _ new: UnsafePointer<Root>,
        _ body: (UnsafePointer<Value>, UnsafePointer<Value>) -> Result
    ) -> Result {
        guard let offset else {
            return withUnsafePointer(to: old.pointee[keyPath: path]) { old in
                withUnsafePointer(to: new.pointee[keyPath: path]) { new in body(old, new) }
            }
        }
        return body(
            (UnsafeRawPointer(old) + offset).assumingMemoryBound(to: Value.self),
            (UnsafeRawPointer(new) + offset).assumingMemoryBound(to: Value.self))
    }
}
