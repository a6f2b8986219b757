import FormatSupport
import GuestModel

/// Writes a guest as libxl's own JSON, leaving out what libxl leaves out.
public struct LibxlJSONWriter: GuestWriter {
    public init() {}

    public func write(_ document: GuestDocument, options: WriteOptions) -> WriteResult {
        var configuration = document.configuration
        var losses = options.withholdSecrets(of: &configuration)
        if case .hvm(var hvm) = configuration.type, hvm.generationID == .generated {
            hvm.generationID = nil
            configuration.type = .hvm(hvm)
            losses.append(
                .init(
                    place: "hvm.generationID", value: "another one at each start",
                    reason: "libxl's JSON holds one ID, and whoever starts the guest makes it up"))
        }
        losses += document.extras.losses(in: "libxl")
        for annotation in document.annotations {
            losses.append(
                .init(
                    place: annotation.key, value: annotation.value, reason: "libxl has no place for xenward's own keys")
            )
        }
        return WriteResult(text: JSONWriter.write(configuration.fieldValue, style: .indented) + "\n", losses: losses)
    }
}
