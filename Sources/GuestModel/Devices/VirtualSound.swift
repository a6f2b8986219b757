/// What a sound device, a PCM or a stream can do.
public struct SoundParameters: FieldRecord {
    /// Sample rates, in Hz.
    ///
    /// xl.cfg(5): `vsnd sample-rates` · libxl: `sample_rates`
    public var sampleRates: [UInt32] = []
    /// Sample formats.
    ///
    /// xl.cfg(5): `vsnd sample-formats` · libxl: `sample_formats`
    public var sampleFormats: [SampleFormat] = []
    /// Fewest channels.
    ///
    /// xl.cfg(5): `vsnd channels-min` · libxl: `channels_min`
    public var minimumChannels: UInt32?
    /// Most channels.
    ///
    /// xl.cfg(5): `vsnd channels-max` · libxl: `channels_max`
    public var maximumChannels: UInt32?
    /// Largest buffer, in bytes.
    ///
    /// xl.cfg(5): `vsnd buffer-size` · libxl: `buffer_size`
    public var bufferSize: UInt32?

    public init() {}

    public static let fields = FieldMap<SoundParameters>([
        .value("sample_rates", "sampleRates", \.sampleRates, default: []),
        .value("sample_formats", "sampleFormats", \.sampleFormats, default: []),
        .number("channels_min", "minimumChannels", \.minimumChannels, unset: 0),
        .number("channels_max", "maximumChannels", \.maximumChannels, unset: 0),
        .number("buffer_size", "bufferSize", \.bufferSize, unset: 0, unit: .bytes),
    ])
}

/// A stream of a PCM.
public struct SoundStream: FieldRecord {
    /// How the backend tells it from others.
    ///
    /// xl.cfg(5): `vsnd unique-id` · libxl: `unique_id`
    public var uniqueID: String?
    /// Playback or capture.
    ///
    /// xl.cfg(5): `vsnd STREAM type` · libxl: `type`
    public var direction: SoundDirection?
    /// What it can do.
    ///
    /// xl.cfg(5): `vsnd` · libxl: `params`
    public var parameters: SoundParameters = SoundParameters()

    public init() {}

    public static let fields = FieldMap<SoundStream>([
        .optional("unique_id", "uniqueID", \.uniqueID),
        .choice("type", "direction", \.direction),
        .group("params", "parameters", \.parameters),
    ])
}

/// A PCM of a sound device.
public struct SoundPCM: FieldRecord {
    /// Its name.
    ///
    /// xl.cfg(5): `vsnd PCM name` · libxl: `name`
    public var name: String?
    /// What it can do.
    ///
    /// xl.cfg(5): `vsnd` · libxl: `params`
    public var parameters: SoundParameters = SoundParameters()
    /// Its streams.
    ///
    /// xl.cfg(5): `vsnd STREAM` · libxl: `streams`
    public var streams: [SoundStream] = []

    public init() {}

    public static let fields = FieldMap<SoundPCM>([
        .optional("name", "name", \.name),
        .group("params", "parameters", \.parameters),
        .list("streams", "streams", \.streams),
    ])
}

/// A paravirtual sound device (vsnd).
public struct VirtualSound: Device {
    /// Short name.
    ///
    /// xl.cfg(5): `vsnd CARD short-name` · libxl: `short_name`
    public var shortName: String?
    /// Long name.
    ///
    /// xl.cfg(5): `vsnd CARD long-name` · libxl: `long_name`
    public var longName: String?
    /// What it can do.
    ///
    /// xl.cfg(5): `vsnd CARD` · libxl: `params`
    public var parameters: SoundParameters = SoundParameters()
    /// Its PCMs.
    ///
    /// xl.cfg(5): `vsnd PCM` · libxl: `pcms`
    public var pcms: [SoundPCM] = []
    /// The device's number.
    ///
    /// Default: the next one free. libxl: `devid`
    public var devid: Int32?
    /// Domain that serves the backend, by domid.
    ///
    /// Default: dom0. libxl: `backend_domid`
    public var backendDomid: UInt32?
    /// Domain that serves the backend, by name; it wins over the domid.
    ///
    /// Default: dom0. xl.cfg(5): `backend` · libvirt: `backenddomain name` · libxl: `backend_domname`
    public var backendDomain: String?

    public init() {}

    public static let fields = FieldMap<VirtualSound>([
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
        .number("devid", "devid", \.devid, unset: -1),
        .optional("short_name", "shortName", \.shortName),
        .optional("long_name", "longName", \.longName),
        .group("params", "parameters", \.parameters),
        .list("pcms", "pcms", \.pcms),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { devid.map(String.init) ?? "#\(index)" }
}

/// A format of sound samples.
public enum SampleFormat: String, LibxlEnumeration {
    case s8
    case u8
    case s16Le = "s16_le"
    case s16Be = "s16_be"
    case u16Le = "u16_le"
    case u16Be = "u16_be"
    case s24Le = "s24_le"
    case s24Be = "s24_be"
    case u24Le = "u24_le"
    case u24Be = "u24_be"
    case s32Le = "s32_le"
    case s32Be = "s32_be"
    case u32Le = "u32_le"
    case u32Be = "u32_be"
    case f32Le = "f32_le"
    case f32Be = "f32_be"
    case f64Le = "f64_le"
    case f64Be = "f64_be"
    case iec958SubframeLe = "iec958_subframe_le"
    case iec958SubframeBe = "iec958_subframe_be"
    case muLaw = "mu_law"
    case aLaw = "a_law"
    case imaAdpcm = "ima_adpcm"
    case mpeg
    case gsm
}

/// Playback or capture.
public enum SoundDirection: String, LibxlEnumeration {
    /// Playback.
    case p
    /// Capture.
    case c
}
