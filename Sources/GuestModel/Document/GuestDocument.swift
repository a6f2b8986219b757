/// What a reader makes of one file: a guest, and what else the file said.
public struct GuestDocument: Sendable, Hashable {
    /// The guest: what the file says, and what its format and the host's xl.conf(5) add where it says nothing.
    public var configuration: GuestConfiguration
    /// What is kept for people and never compared.
    public var extras: Extras
    /// Policy keys found in the file, not yet understood.
    public var annotations: [Annotation]
    /// Where its definition begins; a conflict with another guest is reported there.
    public var provenance: SourceLocation

    public init(
        configuration: GuestConfiguration, extras: Extras = Extras(), annotations: [Annotation] = [],
        provenance: SourceLocation
    ) {
        self.configuration = configuration
        self.extras = extras
        self.annotations = annotations
        self.provenance = provenance
    }

    /// Words about the guest. libvirt: `title`, `description`, `metadata`.
    public struct Extras: Sendable, Hashable {
        /// libvirt: `title`, in a few words.
        public var title: String?
        /// libvirt: `description`; it may have many lines.
        public var description: String?
        /// Foreign elements below libvirt's `metadata`, each as it was written.
        public var metadata: [String] = []
        /// The vdevs of disks that other guests may write too. libvirt: `shareable`; libxl knows nothing of it.
        public var shareableDisks: Set<String> = []

        public init() {}
    }

    /// A policy key with its raw value; only Policy knows what it means.
    public struct Annotation: Sendable, Hashable {
        /// As it was written, such as `stop.timeout`; there may be no such key.
        public var key: String
        /// Without blanks around it; several values are parted by commas.
        public var value: String
        /// Where Policy reports what is wrong with it.
        public var location: SourceLocation

        public init(key: String, value: String, location: SourceLocation) {
            self.key = key
            self.value = value
            self.location = location
        }
    }
}

/// A place in a file.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    /// As the reader was told of it: a path by which a person finds it, not one relative to the definitions directory.
    public var file: String
    /// From 1 on; nil when the whole file is meant.
    public var line: Int?
    /// In bytes, from 1 on; nil when the whole line is meant.
    public var column: Int?

    public init(file: String, line: Int? = nil, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, as compilers write it.
    public var description: String {
        [file, line.map(String.init), line == nil ? nil : column.map(String.init)].compactMap { $0 }.joined(
            separator: ":")
    }
}
