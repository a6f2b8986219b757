import XLConfig

/// A guest as xend was told of it, before anyone asks what it means: settings under xm's names, and devices.
package struct XendGuest: Sendable {
    package var settings: Settings
    package var disks: [XendDevice] = []
    package var interfaces: [XendDevice] = []
    package var framebuffers: [XendDevice] = []
    package var tpms: [XendDevice] = []

    package init(settings: Settings = Settings()) { self.settings = settings }
}
