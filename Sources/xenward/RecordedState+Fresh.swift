import GuestModel
import Planning

extension RecordedState {
    /// The state of a host that xenward has not been to.
    static func fresh() -> RecordedState { RecordedState(lineage: Lineage.random()) }
}

/// Names for states.
enum Lineage {
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return GuestUUID.random(using: &generator).description
    }
}
