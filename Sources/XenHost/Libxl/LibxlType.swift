import CXen

/// How libxl makes, reads, writes and disposes of values of one of its types.
struct LibxlType<Value> {
    let initialize: (UnsafeMutablePointer<Value>?) -> Void
    let dispose: (UnsafeMutablePointer<Value>?) -> Void
    let fromJSON: (OpaquePointer?, UnsafeMutablePointer<Value>?, UnsafePointer<CChar>?) -> Int32
    let toJSON: (OpaquePointer?, UnsafeMutablePointer<Value>?) -> UnsafeMutablePointer<CChar>?
}

extension LibxlType where Value == libxl_domain_config {
    static var domain: Self {
        Self(
            initialize: libxl_domain_config_init, dispose: libxl_domain_config_dispose,
            fromJSON: libxl_domain_config_from_json, toJSON: libxl_domain_config_to_json)
    }
}

extension LibxlType where Value == libxl_domain_restore_params {
    static var restoreParameters: Self {
        Self(
            initialize: libxl_domain_restore_params_init, dispose: libxl_domain_restore_params_dispose,
            fromJSON: libxl_domain_restore_params_from_json, toJSON: libxl_domain_restore_params_to_json)
    }
}

extension LibxlType where Value == libxl_device_disk {
    static var disk: Self {
        Self(
            initialize: libxl_device_disk_init, dispose: libxl_device_disk_dispose,
            fromJSON: libxl_device_disk_from_json, toJSON: libxl_device_disk_to_json)
    }
}

extension LibxlType where Value == libxl_device_nic {
    static var nic: Self {
        Self(
            initialize: libxl_device_nic_init, dispose: libxl_device_nic_dispose,
            fromJSON: libxl_device_nic_from_json, toJSON: libxl_device_nic_to_json)
    }
}

extension LibxlType where Value == libxl_device_pci {
    static var pci: Self {
        Self(
            initialize: libxl_device_pci_init, dispose: libxl_device_pci_dispose,
            fromJSON: libxl_device_pci_from_json, toJSON: libxl_device_pci_to_json)
    }
}

extension LibxlType where Value == libxl_device_usbctrl {
    static var usbController: Self {
        Self(
            initialize: libxl_device_usbctrl_init, dispose: libxl_device_usbctrl_dispose,
            fromJSON: libxl_device_usbctrl_from_json, toJSON: libxl_device_usbctrl_to_json)
    }
}

extension LibxlType where Value == libxl_device_usbdev {
    static var usbDevice: Self {
        Self(
            initialize: libxl_device_usbdev_init, dispose: libxl_device_usbdev_dispose,
            fromJSON: libxl_device_usbdev_from_json, toJSON: libxl_device_usbdev_to_json)
    }
}

extension LibxlType where Value == libxl_device_vkb {
    static var keyboard: Self {
        Self(
            initialize: libxl_device_vkb_init, dispose: libxl_device_vkb_dispose,
            fromJSON: libxl_device_vkb_from_json, toJSON: libxl_device_vkb_to_json)
    }
}
