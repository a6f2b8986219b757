import FormatSupport
import GuestModel

/// The specification of a paravirtual sound device: an element of `vsnd`, itself a list. Its texts describe the card,
/// then each PCM, and after each PCM its streams. xl.cfg(5), `vsnd`.
enum SoundSpec {
    static func read(_ texts: [String]) throws(SpecError) -> VirtualSound {
        var sound = VirtualSound()
        for text in texts {
            let kind = text.prefix { $0 != "," }.drop { $0 == " " }.lowercased()
            let rest = String(text.drop { $0 != "," }.dropFirst())
            switch kind {
            case "card": try read(rest, card, into: &sound)
            case "pcm":
                var new = SoundPCM()
                try read(rest, pcm, into: &new)
                sound.pcms.append(new)
            case "stream":
                guard !sound.pcms.isEmpty else { throw SpecError("a stream must come after its pcm") }
                var new = SoundStream()
                try read(rest, stream, into: &new)
                sound.pcms[sound.pcms.count - 1].streams.append(new)
            default: throw SpecError("\(quoted(text)) must begin with CARD, PCM or STREAM")
            }
        }
        return sound
    }

    private static func read<D>(_ text: String, _ table: SpecTable<D>, into device: inout D) throws(SpecError) {
        if let unknown = try table.read(text, into: &device).unknown.first {
            throw SpecError("there is no \(quoted(unknown))\(table.suggestion(for: unknown))")
        }
    }

    /// The device as the texts of its list, in the manual's capitals.
    static func texts(of sound: VirtualSound) -> [String] {
        func text(_ kind: String, _ rest: String) -> String { rest.isEmpty ? kind : "\(kind), \(rest)" }
        var texts = [text("CARD", card.text(of: sound))]
        for each in sound.pcms {
            texts.append(text("PCM", pcm.text(of: each)))
            texts += each.streams.map { text("STREAM", stream.text(of: $0)) }
        }
        return texts
    }

    private static let card = SpecTable<VirtualSound>(
        keys: [
            .text("backend", \.backendDomain), .text("short-name", \.shortName), .text("long-name", \.longName),
        ] + parameters(\.parameters))

    private static let pcm = SpecTable<SoundPCM>(keys: [.text("name", \.name)] + parameters(\.parameters))

    private static let stream = SpecTable<SoundStream>(
        keys: [
            .text("unique-id", \.uniqueID),
            .choice("type", \.direction, Choice(words: [("p", .p), ("c", .c)])),
        ] + parameters(\.parameters))

    private static func parameters<D>(
        _ path: WritableKeyPath<D, SoundParameters> & Sendable
    ) -> [SpecTable<D>.Key] {
        [
            .init(name: "sample-rates") { (text, device) throws(SpecError) in
                device[keyPath: path].sampleRates = []
                for part in text.split(separator: ";") {
                    guard let rate = Numbers.decimal(part).flatMap({ UInt32(exactly: $0) }) else {
                        throw SpecError("sample-rates must be numbers with ; between them, not \(quoted(text))")
                    }
                    device[keyPath: path].sampleRates.append(rate)
                }
            } write: {
                let rates = $0[keyPath: path].sampleRates
                return rates.isEmpty ? nil : rates.map { String($0) }.joined(separator: ";")
            },
            .init(name: "sample-formats") { (text, device) throws(SpecError) in
                device[keyPath: path].sampleFormats = []
                for part in text.split(separator: ";") {
                    guard let format = SampleFormat(rawValue: part.lowercased()) else {
                        throw SpecError("\(quoted(String(part))) is no sample format such as s16_le")
                    }
                    device[keyPath: path].sampleFormats.append(format)
                }
            } write: {
                let formats = $0[keyPath: path].sampleFormats
                return formats.isEmpty ? nil : formats.map(\.rawValue).joined(separator: ";")
            },
            number("channels-min", path, \.minimumChannels),
            number("channels-max", path, \.maximumChannels),
            number("buffer-size", path, \.bufferSize),
        ]
    }

    private static func number<D>(
        _ name: String, _ path: WritableKeyPath<D, SoundParameters> & Sendable,
        _ member: WritableKeyPath<SoundParameters, UInt32?> & Sendable
    ) -> SpecTable<D>.Key {
        .init(name: name) { (text, device) throws(SpecError) in
            guard let number = Numbers.decimal(text), let fit = UInt32(exactly: number) else {
                throw SpecError("\(name) must be a number, not \(quoted(text))")
            }
            device[keyPath: path][keyPath: member] = fit == 0 ? nil : fit
        } write: {
            $0[keyPath: path][keyPath: member].map { String($0) }
        }
    }
}
