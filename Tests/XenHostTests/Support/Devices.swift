import Host

extension PretendedHost {
    /// The nodes that libxl and a driver leave for a device whose backend is in dom0.
    func addBackend(_ kind: String, _ devid: Int, of domid: Domid, _ values: [String: String]) {
        let backend = "/local/domain/0/backend/\(kind)/\(domid)/\(devid)"
        let frontend = "/local/domain/\(domid)/device/\(kind)/\(devid)"
        let nodes = [
            "frontend": frontend, "frontend-id": "\(domid)", "online": "1", "state": "4", "handle": "\(devid)",
        ]
        for place in [backend, "/libxl/\(domid)/device/\(kind)/\(devid)"] {
            for (key, value) in nodes.merging(values, uniquingKeysWith: { $1 }) { store["\(place)/\(key)"] = value }
        }
        store["/libxl/\(domid)/device/\(kind)/\(devid)/backend"] = backend
        store["\(frontend)/backend"] = backend
        store["\(frontend)/state"] = "4"
    }

    func addDisk(_ vdev: String, _ devid: Int, _ path: String, to domid: Domid) {
        let values = [
            "dev": vdev, "type": "phy", "params": path, "mode": "w", "device-type": "disk", "removable": "0",
        ]
        addBackend("vbd", devid, of: domid, values)
    }

    func addDrive(_ vdev: String, _ devid: Int, _ path: String, to domid: Domid) {
        let values = [
            "dev": vdev, "type": "phy", "params": path, "mode": "r", "device-type": "cdrom", "removable": "1",
        ]
        addBackend("vbd", devid, of: domid, values)
    }

    func addNIC(_ mac: String, to domid: Domid) {
        addBackend("vif", 0, of: domid, ["mac": mac, "bridge": "xenbr0", "script": "/etc/xen/scripts/vif-bridge"])
    }
}
