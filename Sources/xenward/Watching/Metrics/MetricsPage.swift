/// Figures as Prometheus reads them: its text exposition format, version 0.0.4.
struct MetricsPage: Equatable {
    var families: [Family] = []

    /// Figures of one name.
    struct Family: Equatable {
        /// Without a unit's abbreviation, and with `_total` for a counter.
        var name: String
        var kind: Kind
        /// A sentence.
        var help: String
        var samples: [Sample]
    }

    enum Kind: String {
        case counter
        case gauge
    }

    /// One figure.
    struct Sample: Equatable {
        var labels: [Label]
        var value: Double

        init(_ value: some BinaryInteger, _ labels: Label...) {
            self.value = Double(value)
            self.labels = labels
        }

        init(_ value: Double, _ labels: Label...) {
            self.value = value
            self.labels = labels
        }
    }

    /// What tells a figure from the others of its name. The value may be any text.
    struct Label: Hashable {
        var name: String
        var value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The whole page. Where two figures of a family have the same labels the first one counts: a reader would refuse the page.
    var text: String {
        families.filter { !$0.samples.isEmpty }.map(\.text).joined()
    }
}

extension MetricsPage.Family {
    fileprivate var text: String {
        var seen: Set<[MetricsPage.Label]> = []
        let sentence = help.escaped([#"\"#: #"\\"#, "\n": #"\n"#])
        var lines = ["# HELP \(name) \(sentence)", "# TYPE \(name) \(kind.rawValue)"]
        for sample in samples where seen.insert(sample.labels).inserted { lines.append(name + sample.text) }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension MetricsPage.Sample {
    fileprivate var text: String {
        let escapes: [Unicode.Scalar: String] = [#"\"#: #"\\"#, "\n": #"\n"#, "\"": #"\""#]
        let pairs = labels.map { "\($0.name)=\"\($0.value.escaped(escapes))\"" }
        return (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " \(number)"
    }

    /// Whole numbers without a fraction: a time in seconds is read by people, too.
    private var number: String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}

extension String {
    /// By scalars: a line break may hide in a character of two.
    fileprivate func escaped(_ escapes: [Unicode.Scalar: String]) -> String {
        unicodeScalars.reduce(into: "") { text, scalar in
            if let escape = escapes[scalar] { text += escape } else { text.unicodeScalars.append(scalar) }
        }
    }
}
