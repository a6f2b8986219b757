import Host

/// Something that goes wrong when an operation is asked for.
public struct Fault: Sendable, Hashable {
    /// A question can go wrong as well as an effect.
    public var operation: HostOperation
    /// The guest's name; nil for any guest.
    public var guest: String?
    /// Which of the calls that fit, counted from 1 on; nil for each of them.
    public var call: Int?
    /// Whether the operation does its work all the same, and what its caller is told.
    public var effect: Effect

    public init(_ effect: Effect, in operation: HostOperation, of guest: String? = nil, call: Int? = nil) {
        self.effect = effect
        self.operation = operation
        self.guest = guest
        self.call = call
    }

    /// How an operation goes wrong.
    public enum Effect: Sendable, Hashable {
        /// It fails, and nothing happens.
        case error(LibxlError)
        /// It happens, and is said to have failed.
        case errorAfterEffect(LibxlError)
        /// It takes a while.
        case delay(Duration)
    }
}

/// Faults that wait for their call, and how often each was met.
struct Faults: Sendable {
    private var waiting: [(fault: Fault, calls: Int)] = []

    mutating func add(_ fault: Fault) { waiting.append((fault, 0)) }

    mutating func removeAll() { waiting = [] }

    /// What goes wrong with this call.
    mutating func meet(_ operation: HostOperation, guest: String?) -> [Fault.Effect] {
        var effects: [Fault.Effect] = []
        for index in waiting.indices {
            let fault = waiting[index].fault
            guard fault.operation == operation, fault.guest == nil || fault.guest == guest else { continue }
            waiting[index].calls += 1
            if fault.call == nil || fault.call == waiting[index].calls { effects.append(fault.effect) }
        }
        return effects
    }
}

/// An effect that was asked for, for tests that look back.
public struct PerformedOperation: Sendable, Hashable {
    /// One that is an effect (``HostOperation/isEffect``): questions are not kept.
    public var operation: HostOperation
    /// The guest's name as it was before.
    public var guest: String?
    /// Nil when it succeeded.
    public var error: LibxlError?

    public init(_ operation: HostOperation, guest: String?, error: LibxlError? = nil) {
        self.operation = operation
        self.guest = guest
        self.error = error
    }
}
