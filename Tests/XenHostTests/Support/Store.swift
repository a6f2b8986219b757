import CXen
import Foundation

/// xenstore as dom0 sees it, past xenward.
struct Store {
    subscript(path: String) -> String? {
        get {
            withStore { store in
                var length: UInt32 = 0
                guard let bytes = xs_read(store, 0, path, &length) else { return nil }
                defer { free(bytes) }
                return String(decoding: UnsafeRawBufferPointer(start: bytes, count: Int(length)), as: UTF8.self)
            }
        }
        nonmutating set {
            withStore { store in
                if let newValue {
                    _ = xs_write(store, 0, path, newValue, UInt32(newValue.utf8.count))
                } else {
                    _ = xs_rm(store, 0, path)
                }
            }
        }
    }

    /// The names of the nodes below a path.
    func children(of path: String) -> [String] {
        withStore { store in
            var count: UInt32 = 0
            guard let names = xs_directory(store, 0, path, &count) else { return [] }
            defer { free(names) }
            return (0..<Int(count)).compactMap { names[$0].map { String(cString: $0) } }.sorted()
        }
    }

    /// Every node below a path with its value.
    func tree(_ path: String) -> [String: String] {
        var tree = [path: self[path] ?? ""]
        for child in children(of: path) { tree.merge(self.tree("\(path)/\(child)")) { $1 } }
        return tree
    }

    /// What libxl writes to, with nothing in it.
    func clear() {
        for path in Self.roots {
            self[path] = nil
            self[path] = ""
        }
    }

    /// Every node that libxl may have written.
    var everything: [String: String] {
        Self.roots.map(tree).reduce(into: [:]) { $0.merge($1) { $1 } }
    }

    private static let roots = ["/local/domain", "/local/pool", "/libxl", "/vm"]

    private func withStore<Answer>(_ body: (OpaquePointer) -> Answer) -> Answer {
        guard let store = xs_open(0) else { preconditionFailure("the tests' own xenstored does not answer") }
        defer { xs_close(store) }
        return body(store)
    }
}
