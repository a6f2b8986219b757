import FormatSupport
import LibvirtXML
import XLConfig

/// Measures the readers of XML and xl.cfg in this process beside the libraries that read those files elsewhere.
enum Readers {
    static let count = 10_000
    private static let rounds = 5

    /// A way to read files, as often as anybody wants.
    private struct Contender {
        /// Reads a file; false when it cannot.
        var read: ([UInt8]) -> Bool

        func milliseconds(_ files: [[UInt8]]) throws -> Double {
            let clock = ContinuousClock()
            var isRead = true
            let duration = clock.measure { for file in files where !read(file) { isRead = false } }
            guard isRead else { throw BenchError(description: "a file of the bench could not be read") }
            return duration / .milliseconds(1)
        }
    }

    static func measure() throws {
        print("\n\(count) files read within one process; medians")
        print("format   xenward, ms  beside                       ms   ratio   aim")
        try compare("xml", BenchGuest.xml, LibvirtXMLReader(), "xmlReadMemory", XMLLibrary.read, aim: 1.5)
        try compare("xl.cfg", BenchGuest.cfg, XLConfigReader(), "xlu_cfg_readdata", XLLibrary.read, aim: 1.0)
    }

    private static func compare(
        _ format: String, _ write: (Int) -> String, _ reader: any GuestReader, _ name: String,
        _ library: @escaping ([UInt8]) -> Bool, aim: Double
    ) throws {
        let files = (0..<count).map { Array(write($0).utf8) }
        let ours = Contender { reader.read($0, file: "guest").document != nil }
        let theirs = Contender(read: library)
        var times: (ours: [Double], theirs: [Double]) = ([], [])
        // In turn, so that whatever else the machine does happens to both. The first round only warms up.
        for round in 0...rounds {
            let pair = (try ours.milliseconds(files), try theirs.milliseconds(files))
            if round == 0 { continue }
            times.ours.append(pair.0)
            times.theirs.append(pair.1)
        }
        let (mine, other) = (times.ours.median, times.theirs.median)
        print(
            column(format, 6), column(mine, 13), "", column(name, 18), column(other, 12),
            column(mine / other, 7, digits: 2), "  \(aim)")
    }

    private static func column(_ number: Double, _ width: Int, digits: Int = 1) -> String {
        let scale = digits == 1 ? 10.0 : 100.0
        let text = "\((number * scale).rounded() / scale)"
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension [Double] {
    fileprivate var median: Double { sorted()[count / 2] }
}
