import CXen
import Glibc
import Host

/// A value of one of libxl's types, disposed of with its owner.
struct LibxlValue<Value>: ~Copyable {
    let pointer: UnsafeMutablePointer<Value>
    private let type: LibxlType<Value>

    /// libxl's defaults.
    init(_ type: LibxlType<Value>) {
        self.type = type
        pointer = .allocate(capacity: 1)
        type.initialize(pointer)
    }

    /// Reads libxl's JSON. libxl's reader lets much pass: hand it only what our own writer wrote.
    init(_ type: LibxlType<Value>, json: String, _ context: borrowing LibxlContext) throws(HostError) {
        self.init(type)
        let code = type.fromJSON(context.handle, pointer, json)
        guard code == 0 else {
            throw HostError(
                "libxl_\(Value.self)_from_json", LibxlError(rawValue: code) ?? .fail,
                detail: "libxl does not read the JSON that it was given")
        }
    }

    deinit {
        type.dispose(pointer)
        pointer.deallocate()
    }

    /// The value as libxl writes it.
    func json(_ context: borrowing LibxlContext) -> String? {
        guard let text = type.toJSON(context.handle, pointer) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}

extension LibxlType {
    /// A value of a list that libxl gave, as JSON; the list stays its owner's.
    func json(of element: UnsafeMutablePointer<Value>, _ context: borrowing LibxlContext) -> String? {
        guard let text = toJSON(context.handle, element) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}
