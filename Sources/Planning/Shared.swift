/// A value behind one pointer, which nobody changes: a copy is one reference counted, however many there are in the value.
public final class Shared<Value: Sendable>: Sendable {
    /// What all who hold this share.
    public let value: Value

    public init(_ value: Value) { self.value = value }
}

extension Shared: Equatable where Value: Equatable {
    public static func == (one: Shared, other: Shared) -> Bool { one === other || one.value == other.value }
}

extension Shared: Hashable where Value: Hashable {
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
