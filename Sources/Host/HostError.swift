/// An operation that a host refused or failed.
public struct HostError: Error, Sendable, Hashable, CustomStringConvertible {
    /// libxl's function, or what comes nearest: `libxl_domain_create_new`.
    public var operation: String
    /// What libxl returned; the nearest of its codes where the failure is not libxl's.
    public var code: LibxlError
    /// The guest's name or domid, when it is about one.
    public var domain: String?
    /// What happened, as a sentence without a full stop.
    public var detail: String
    /// Log files in which more may stand.
    public var logs: [String]

    public init(_ operation: String, _ code: LibxlError, domain: String? = nil, detail: String, logs: [String] = []) {
        self.operation = operation
        self.code = code
        self.domain = domain
        self.detail = detail
        self.logs = logs
    }

    public var description: String { (domain.map { "\($0): " } ?? "") + words }

    /// The same for a reader who has been told already that it is about this guest.
    public func description(for guest: String) -> String { domain == guest ? words : description }

    private var words: String {
        var text = "\(detail) (\(operation): \(code))"
        if !logs.isEmpty { text += "; see \(logs.joined(separator: ", "))" }
        return text
    }
}

/// libxl's error codes (`libxl_error`).
public enum LibxlError: Int32, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case nonspecific = -1
    case version = -2
    case fail = -3
    case notImplemented = -4
    case noMemory = -5
    case invalid = -6
    case badFail = -7
    case guestTimedOut = -8
    case timedOut = -9
    case noParavirt = -10
    case notReady = -11
    case osEventRegistrationFailed = -12
    case bufferFull = -13
    case unknownChild = -14
    case lockFailed = -15
    case jsonConfigEmpty = -16
    case deviceExists = -17
    case checkpointDevopsDoesNotMatch = -18
    case checkpointDeviceNotSupported = -19
    case vnumaConfigInvalid = -20
    case domainNotFound = -21
    case aborted = -22
    case notFound = -23
    case domainDestroyed = -24
    case featureRemoved = -25
    case protocolErrorQMP = -26
    case unknownQMPError = -27
    case qmpGenericError = -28
    case qmpCommandNotFound = -29
    case qmpDeviceNotActive = -30
    case qmpDeviceNotFound = -31
    case qemuAPI = -32

    /// libxl's own name: `ERROR_DOMAIN_NOTFOUND`.
    public var description: String {
        switch self {
        case .nonspecific: "ERROR_NONSPECIFIC"
        case .version: "ERROR_VERSION"
        case .fail: "ERROR_FAIL"
        case .notImplemented: "ERROR_NI"
        case .noMemory: "ERROR_NOMEM"
        case .invalid: "ERROR_INVAL"
        case .badFail: "ERROR_BADFAIL"
        case .guestTimedOut: "ERROR_GUEST_TIMEDOUT"
        case .timedOut: "ERROR_TIMEDOUT"
        case .noParavirt: "ERROR_NOPARAVIRT"
        case .notReady: "ERROR_NOT_READY"
        case .osEventRegistrationFailed: "ERROR_OSEVENT_REG_FAIL"
        case .bufferFull: "ERROR_BUFFERFULL"
        case .unknownChild: "ERROR_UNKNOWN_CHILD"
        case .lockFailed: "ERROR_LOCK_FAIL"
        case .jsonConfigEmpty: "ERROR_JSON_CONFIG_EMPTY"
        case .deviceExists: "ERROR_DEVICE_EXISTS"
        case .checkpointDevopsDoesNotMatch: "ERROR_CHECKPOINT_DEVOPS_DOES_NOT_MATCH"
        case .checkpointDeviceNotSupported: "ERROR_CHECKPOINT_DEVICE_NOT_SUPPORTED"
        case .vnumaConfigInvalid: "ERROR_VNUMA_CONFIG_INVALID"
        case .domainNotFound: "ERROR_DOMAIN_NOTFOUND"
        case .aborted: "ERROR_ABORTED"
        case .notFound: "ERROR_NOTFOUND"
        case .domainDestroyed: "ERROR_DOMAIN_DESTROYED"
        case .featureRemoved: "ERROR_FEATURE_REMOVED"
        case .protocolErrorQMP: "ERROR_PROTOCOL_ERROR_QMP"
        case .unknownQMPError: "ERROR_UNKNOWN_QMP_ERROR"
        case .qmpGenericError: "ERROR_QMP_GENERIC_ERROR"
        case .qmpCommandNotFound: "ERROR_QMP_COMMAND_NOT_FOUND"
        case .qmpDeviceNotActive: "ERROR_QMP_DEVICE_NOT_ACTIVE"
        case .qmpDeviceNotFound: "ERROR_QMP_DEVICE_NOT_FOUND"
        case .qemuAPI: "ERROR_QEMU_API"
        }
    }
}
