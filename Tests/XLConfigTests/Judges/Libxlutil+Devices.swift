import CXen
import FormatSupport
import Glibc
import GuestModel

@testable import XLConfig

extension Libxlutil {
    /// The disk that libxlutil reads, as libxl's JSON; nil if it refuses.
    static func disk(_ text: String) -> FieldValue? {
        withMessages { report in
            guard let config = xlu_cfg_init(report, "text") else { return nil }
            defer { xlu_cfg_destroy(config) }
            var disk = libxl_device_disk()
            libxl_device_disk_init(&disk)
            defer { libxl_device_disk_dispose(&disk) }
            let result = text.withCString { spec in
                var specs: [UnsafePointer<CChar>?] = [spec]
                return xlu_disk_parse(config, 1, &specs, &disk)
            }
            guard result == 0 else { return nil }
            return json(libxl_device_disk_to_json(nil, &disk))
        }
    }

    /// The PCI device that libxlutil reads, as libxl's JSON; nil if it refuses.
    static func pci(_ text: String) -> FieldValue? {
        withMessages { report in
            guard let config = xlu_cfg_init(report, "text") else { return nil }
            defer { xlu_cfg_destroy(config) }
            var device = libxl_device_pci()
            libxl_device_pci_init(&device)
            defer { libxl_device_pci_dispose(&device) }
            guard xlu_pci_parse_spec_string(config, &device, text) == 0 else { return nil }
            return json(libxl_device_pci_to_json(nil, &device))
        }
    }

    /// The rate that libxlutil reads; nil if it refuses.
    static func rate(_ text: String) -> NetworkRate? {
        withMessages { report in
            guard let config = xlu_cfg_init(report, "text") else { return nil }
            defer { xlu_cfg_destroy(config) }
            var nic = libxl_device_nic()
            libxl_device_nic_init(&nic)
            defer { libxl_device_nic_dispose(&nic) }
            // It takes an old error for its own.
            errno = 0
            guard xlu_vif_parse_rate(config, text, &nic) == 0 else { return nil }
            return NetworkRate(bytesPerInterval: nic.rate_bytes_per_interval, interval: nic.rate_interval_usecs)
        }
    }

    private static func json(_ text: UnsafeMutablePointer<CChar>?) -> FieldValue? {
        guard let text else { return nil }
        defer { free(text) }
        return try? JSONReader.read(Array(String(cString: text).utf8))
    }
}
