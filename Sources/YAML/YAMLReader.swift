import CYAML

/// Reads one YAML document into a tree, through libyaml.
///
/// Refused: anchors and aliases (so that a small text never grows large), tags, a second document, a key that comes
/// twice, a key that is no scalar, and nesting deeper than ``depthLimit``.
public struct YAMLReader: ~Copyable {
    /// Deeper nesting is refused.
    public static let depthLimit = 32

    /// A larger text is refused, so that any place in it fits into 32 bits, also when escapes have made it longer.
    private static let sizeLimit = 1 << 30

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeBufferPointer<UInt8>

    /// The document in a text; nil when there is none, but for comments.
    ///
    /// - Throws: ``YAMLError`` at the first thing that is wrong.
    public static func read(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
        guard bytes.count <= sizeLimit else {
            throw YAMLError(at: YAMLPosition(line: 1, column: 1), "a text of more than 1 GiB")
        }
        if let node = PlainReader.read(bytes) { return node }
        // The error crosses the closure as a result, since the closure's own throws is untyped.
        let result: Result<YAMLNode?, YAMLError> = bytes.withUnsafeBufferPointer { buffer in
            let reader = YAMLReader(buffer)
            do throws(YAMLError) {
                return .success(try reader.document())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// As ``read(_:)``, but always through libyaml: the judge of ``PlainReader``.
    static func readByLibyaml(_ bytes: [UInt8]) -> YAMLNode? {
        bytes.withUnsafeBufferPointer { buffer in
            let reader = YAMLReader(buffer)
            return try? reader.document()
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    private borrowing func document() throws(YAMLError) -> YAMLNode? {
        _ = try next()  // The stream's start.
        let start = try next()
        if start.type == YAML_STREAM_END_EVENT { return nil }
        var tree = Tree()
        try value(try next(), into: &tree, depth: 1)
        _ = try next()  // The document's end.
        let end = try next()
        if end.type != YAML_STREAM_END_EVENT { throw YAMLError(at: end.position, "a second document begins") }
        return tree.root
    }

    private borrowing func value(_ event: Event, into tree: inout Tree, depth: Int) throws(YAMLError) {
        if event.isAlias { throw YAMLError(at: event.position, "aliases are refused") }
        if event.hasAnchor { throw YAMLError(at: event.position, "anchors are refused") }
        if event.hasTag { throw YAMLError(at: event.position, "tags are refused") }
        if depth > Self.depthLimit { throw YAMLError(at: event.position, "nested deeper than \(Self.depthLimit)") }
        switch event.type {
        case YAML_SEQUENCE_START_EVENT:
            let start = tree.begin(at: event.position)
            var count: UInt32 = 0
            while true {
                let element = try next()
                if element.type == YAML_SEQUENCE_END_EVENT { break }
                try value(element, into: &tree, depth: depth + 1)
                count += 1
            }
            tree.cells[start].value = .sequence(.init(end: UInt32(tree.cells.count), count: count))
        case YAML_MAPPING_START_EVENT:
            let start = tree.begin(at: event.position)
            let count = try pairs(into: &tree, depth: depth)
            tree.cells[start].value = .mapping(.init(end: UInt32(tree.cells.count), count: count))
        default:
            tree.add(event.text, isQuoted: event.isQuoted, at: event.position)
        }
    }

    /// - Returns: how many there are.
    private borrowing func pairs(into tree: inout Tree, depth: Int) throws(YAMLError) -> UInt32 {
        var keys: Set<String> = []
        while true {
            let event = try next()
            if event.type == YAML_MAPPING_END_EVENT { return UInt32(keys.count) }
            let key = tree.cells.count
            try value(event, into: &tree, depth: depth + 1)
            switch tree.cells[key].value {
            case .plain, .quoted: break
            case .sequence, .mapping, .divided: throw YAMLError(at: event.position, "a key must be a word")
            }
            guard keys.insert(event.text).inserted else {
                throw YAMLError(at: event.position, "the key \(event.text) comes twice")
            }
            try value(try next(), into: &tree, depth: depth + 1)
        }
    }

    private borrowing func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) != 0 else { throw failure() }
        defer { yaml_event_delete(&event) }
        return Event(event)
    }

    private borrowing func failure() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
        if parser.pointee.error == YAML_READER_ERROR {
            // Here libyaml knows the offset alone.
            return YAMLError(at: position(ofOffset: Int(parser.pointee.problem_offset)), problem)
        }
        let context = parser.pointee.context.map { " \(String(cString: $0))" } ?? ""
        return YAMLError(at: YAMLPosition(parser.pointee.problem_mark), problem + context)
    }

    private borrowing func position(ofOffset offset: Int) -> YAMLPosition {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        return YAMLPosition(line: line, column: column)
    }
}

/// What was read so far. Escapes are resolved, so that its text is not the document's.
private struct Tree {
    var cells: [YAMLTape.Cell] = []
    private var text: [UInt8] = []
    private var positions: [YAMLPosition] = []

    var root: YAMLNode { YAMLNode(YAMLTape(text, cells, places: .listed(positions)), at: 0) }

    mutating func add(_ word: String, isQuoted: Bool, at position: YAMLPosition) {
        let start = text.count
        text += word.utf8
        let bytes = YAMLTape.Bytes(start..<text.count)
        append(isQuoted ? .quoted(bytes) : .plain(bytes), at: position)
    }

    /// A collection, which is replaced when its end is known.
    ///
    /// - Returns: its index.
    mutating func begin(at position: YAMLPosition) -> Int {
        append(.sequence(.init()), at: position)
        return cells.count - 1
    }

    private mutating func append(_ value: YAMLTape.Value, at position: YAMLPosition) {
        cells.append(value, at: positions.count)
        positions.append(position)
    }
}

/// What libyaml found next, copied out of its memory.
private struct Event {
    var type: yaml_event_type_t
    var position: YAMLPosition
    var text = ""
    var isQuoted = false
    var hasAnchor = false
    var hasTag = false
    var isAlias: Bool { type == YAML_ALIAS_EVENT }

    init(_ event: yaml_event_t) {
        type = event.type
        position = YAMLPosition(event.start_mark)
        switch type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            isQuoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
            hasAnchor = scalar.anchor != nil
            hasTag = scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT:
            hasAnchor = event.data.sequence_start.anchor != nil
            hasTag = event.data.sequence_start.tag != nil
        case YAML_MAPPING_START_EVENT:
            hasAnchor = event.data.mapping_start.anchor != nil
            hasTag = event.data.mapping_start.tag != nil
        default: break
        }
    }
}

extension YAMLPosition {
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1) }
}
