import Foundation

/// Judges every conversion by a collection of pairs, laid out as libvirt's `tests/`.
///
/// A line a pair, `ok`, or `FAIL` and why; a last line with the counts. Ends 1 when a pair failed or none was
/// found.
@main
struct Conformance {
    static func main() {
        let corpus = CommandLine.arguments.dropFirst().first ?? "../shared/corpus"
        var (passed, failed) = (0, 0)
        for folder in Folder.all {
            for pair in Pair.all(in: folder, of: corpus) {
                let faults = folder.judge(pair, folder.format)
                if faults.isEmpty { passed += 1 } else { failed += 1 }
                print(faults.isEmpty ? "ok   \(pair.name)" : "FAIL \(pair.name): \(faults.joined(separator: "; "))")
            }
        }
        if passed + failed == 0 {
            print("no pairs in \(corpus): name a folder laid out as libvirt's tests/, with xlconfigdata in it")
        }
        print("\(passed) passed, \(failed) failed")
        exit(failed > 0 || passed == 0 ? 1 : 0)
    }
}
