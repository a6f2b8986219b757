import GuestModel

extension GuestDocument.Extras {
    /// A loss for everything in here, for a format that has no place for any of it.
    ///
    /// - Parameter format: as it is called in the reason: `xl.cfg`.
    public func losses(in format: String) -> [WriteResult.Loss] {
        let reason = "\(format) has no place for it"
        var losses: [WriteResult.Loss] = []
        for (place, words) in [("title", title), ("description", description)] {
            if let words { losses.append(.init(place: place, value: "\"\(words)\"", reason: reason)) }
        }
        losses += metadata.map { .init(place: "metadata", value: $0, reason: reason) }
        losses += shareableDisks.sorted().map { .init(place: "disks[\($0)]", value: "shareable", reason: reason) }
        return losses
    }
}
