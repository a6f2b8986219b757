import CXen
import Glibc

@testable import XLConfig

/// Xen's own reader of xl.cfg, asked for its opinion.
enum Libxlutil {
    /// A value without its place.
    enum Tree: Hashable {
        case text(String)
        case list([Tree])

        init(_ value: Value) {
            switch value {
            case .text(let text, _): self = .text(text)
            case .list(let elements, _): self = .list(elements.map(Tree.init))
            }
        }
    }

    /// What libxlutil reads in a text, for the keys asked about; nil if it refuses the text. The text must not hold NUL.
    static func settings(of text: [UInt8], keys: Set<String>) -> [String: Tree]? {
        withMessages { report in
            guard let config = xlu_cfg_init(report, "text") else { return nil }
            defer { xlu_cfg_destroy(config) }
            let result = text.withUnsafeBytes { bytes in
                xlu_cfg_readdata(config, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
            }
            guard result == 0 else { return nil }
            var settings: [String: Tree] = [:]
            for key in keys {
                var text: UnsafePointer<CChar>?
                var list: OpaquePointer?
                if xlu_cfg_get_string(config, key, &text, 1) == 0, let text {
                    settings[key] = .text(String(cString: text))
                } else if xlu_cfg_get_list(config, key, &list, nil, 1) == 0, let list {
                    settings[key] = .list(elements(of: list, config))
                }
            }
            return settings
        }
    }

    private static func elements(of list: OpaquePointer, _ config: OpaquePointer) -> [Tree] {
        var elements: [Tree] = []
        while let value = xlu_cfg_get_listitem2(list, Int32(elements.count)) {
            if xlu_cfg_value_type(value) == XLU_STRING {
                var text: UnsafeMutablePointer<CChar>?
                _ = xlu_cfg_value_get_string(config, value, &text, 1)
                elements.append(.text(text.map { String(cString: $0) } ?? ""))
            } else {
                var inner: OpaquePointer?
                _ = xlu_cfg_value_get_list(config, value, &inner, 1)
                elements.append(.list(inner.map { self.elements(of: $0, config) } ?? []))
            }
        }
        return elements
    }

    /// Runs something that reports into a stream, and throws the reports away.
    static func withMessages<R>(_ body: (UnsafeMutablePointer<FILE>) -> R?) -> R? {
        var text: UnsafeMutablePointer<CChar>?
        var size = 0
        guard let report = open_memstream(&text, &size) else { return nil }
        defer {
            fclose(report)
            free(text)
        }
        return body(report)
    }
}
