import FormatSupport
import Foundation

/// The examples, in every format that holds a guest.
enum Seeds {
    static func write(from examples: String, to folder: String) throws {
        let files = FileManager.default
        for reader in FuzzedReader.allCases {
            try files.createDirectory(atPath: "\(folder)/\(reader.rawValue)", withIntermediateDirectories: true)
        }
        for name in try files.contentsOfDirectory(atPath: examples).sorted() {
            guard let source = source(of: name), let data = files.contents(atPath: "\(examples)/\(name)") else {
                continue
            }
            try data.write(to: URL(fileURLWithPath: "\(folder)/\(source.rawValue)/\(name)"))
            guard let document = source.format?.reader.read(Array(data), file: name).document else { continue }
            for target in FuzzedReader.allCases {
                guard let writer = target.format?.writer else { continue }
                let text = writer.write(document, options: WriteOptions(includesSecrets: true)).text
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(target.rawValue)/of-\(name)"))
            }
        }
    }

    private static func source(of name: String) -> FuzzedReader? {
        name.hasSuffix(".cfg") ? .xl : name.hasSuffix(".xml") ? .xml : nil
    }
}
