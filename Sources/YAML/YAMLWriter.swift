import CYAML

/// Writes one YAML document in block style, through libyaml.
///
/// Texts are double-quoted, so that none of them reads back as a number, a boolean or null. A failure is kept, and
/// thrown by ``finish()``.
public struct YAMLWriter: ~Copyable {
    private let emitter: UnsafeMutablePointer<yaml_emitter_t>
    private let sink: Sink

    /// Receives what libyaml writes; a class, since libyaml keeps its address.
    private final class Sink {
        var bytes: [UInt8] = []
        var problem: String?

        func emit(_ emitter: UnsafeMutablePointer<yaml_emitter_t>, _ initialize: (inout yaml_event_t) -> Int32) {
            guard problem == nil else { return }
            var event = yaml_event_t()
            guard initialize(&event) != 0 else {
                problem = "libyaml has no memory for this"
                return
            }
            // libyaml owns the event from here on, whether it succeeds or not.
            if yaml_emitter_emit(emitter, &event) == 0 {
                problem = emitter.pointee.problem.map { String(cString: $0) } ?? "libyaml refused to write this"
            }
        }
    }

    /// - Parameter comment: Lines that go before the document, each behind a `#`.
    public init(comment: String? = nil) {
        emitter = .allocate(capacity: 1)
        emitter.initialize(to: yaml_emitter_t())
        sink = Sink()
        for line in comment?.split(separator: "\n", omittingEmptySubsequences: false) ?? [] {
            sink.bytes.append(contentsOf: (line.isEmpty ? "#\n" : "# \(line)\n").utf8)
        }
        yaml_emitter_initialize(emitter)
        yaml_emitter_set_output(
            emitter,
            { sink, bytes, count in
                guard let sink, let bytes else { return 0 }
                Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes
                    .append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 1
            }, Unmanaged.passUnretained(sink).toOpaque())
        yaml_emitter_set_unicode(emitter, 1)
        yaml_emitter_set_width(emitter, -1)
        emit { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
        emit { yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
    }

    deinit {
        yaml_emitter_delete(emitter)
        emitter.deallocate()
    }

    /// A mapping; `body` writes a key and a value in turn.
    public borrowing func mapping(_ body: (borrowing YAMLWriter) -> Void) {
        emit { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_MAPPING_STYLE) }
        body(self)
        emit { yaml_mapping_end_event_initialize(&$0) }
    }

    /// A sequence; `body` writes its elements.
    public borrowing func sequence(_ body: (borrowing YAMLWriter) -> Void) {
        emit { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_SEQUENCE_STYLE) }
        body(self)
        emit { yaml_sequence_end_event_initialize(&$0) }
    }

    /// A key, whose value comes next; unquoted where it can be.
    public borrowing func key(_ key: String) { scalar(key, YAML_PLAIN_SCALAR_STYLE) }

    /// A text in double quotes.
    public borrowing func string(_ text: String) { scalar(text, YAML_DOUBLE_QUOTED_SCALAR_STYLE) }

    /// A text as a literal block (`|-`), which is quick to read and needs no escapes; in double quotes when it is not one
    /// line of printable text.
    public borrowing func literal(_ text: String) {
        scalar(text, Self.fitsLiteral(text) ? YAML_LITERAL_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE)
    }

    /// A word of the file's own vocabulary, unquoted: a case of an enumeration.
    public borrowing func word(_ word: String) { scalar(word, YAML_PLAIN_SCALAR_STYLE) }

    /// A whole number.
    public borrowing func integer(_ number: some BinaryInteger) { scalar(String(number), YAML_PLAIN_SCALAR_STYLE) }

    /// `true` or `false`.
    public borrowing func boolean(_ flag: Bool) { scalar(flag ? "true" : "false", YAML_PLAIN_SCALAR_STYLE) }

    /// Ends the document.
    ///
    /// - Throws: ``YAMLError`` when libyaml refused something: a value without a key, or more memory than there is.
    public consuming func finish() throws(YAMLError) -> [UInt8] {
        emit { yaml_document_end_event_initialize(&$0, 1) }
        emit { yaml_stream_end_event_initialize(&$0) }
        yaml_emitter_flush(emitter)
        if let problem = sink.problem {
            throw YAMLError(at: YAMLPosition(line: Int(emitter.pointee.line) + 1, column: 1), problem)
        }
        return sink.bytes
    }

    private borrowing func scalar(_ text: String, _ style: yaml_scalar_style_t) {
        var text = text
        let isPlain: Int32 = style == YAML_PLAIN_SCALAR_STYLE ? 1 : 0
        text.withUTF8 { utf8 in
            // libyaml asks for a pointer even when there is nothing to point to.
            withUnsafePointer(to: UInt8(0)) { nothing in
                emit {
                    yaml_scalar_event_initialize(
                        &$0, nil, nil, utf8.baseAddress ?? nothing, Int32(clamping: utf8.count), isPlain, 1, style)
                }
            }
        }
    }

    private borrowing func emit(_ initialize: (inout yaml_event_t) -> Int32) { sink.emit(emitter, initialize) }

    private static func fitsLiteral(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        if first == UInt8(ascii: " ") || last == UInt8(ascii: " ") { return false }
        let isPlainASCII = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { 0x20 <= $0 && $0 < 0x7f }
        }
        if isPlainASCII == true { return true }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x20..<0x7f, 0xa0...0x2027, 0x202a...0xd7ff, 0xe000..<0xfeff, 0xff00..<0xfffe: true
            default: false
            }
        }
    }
}
