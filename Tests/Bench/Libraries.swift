import CXML
import CXen
import Glibc

/// libxml2, which makes a tree of a file.
enum XMLLibrary {
    static func read(_ file: [UInt8]) -> Bool {
        let document = file.withUnsafeBytes { bytes in
            xmlReadMemory(bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), "guest", nil, 0)
        }
        xmlFreeDoc(document)
        return document != nil
    }
}

/// libxlutil, which reads a file's settings and is asked for each: xl's way to a guest, up to what the values mean.
enum XLLibrary {
    private static let texts = [
        "type", "name", "uuid", "kernel", "ramdisk", "cmdline", "on_poweroff", "on_reboot", "on_crash",
    ]
    private static let numbers = ["memory", "maxmem", "vcpus", "maxvcpus"]
    private static let lists = ["disk", "vif"]

    static func read(_ file: [UInt8]) -> Bool {
        guard let config = xlu_cfg_init(nil, "guest") else { return false }
        defer { xlu_cfg_destroy(config) }
        let status = file.withUnsafeBytes { bytes in
            xlu_cfg_readdata(config, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
        }
        guard status == 0 else { return false }
        var isComplete = true
        for key in texts {
            var text: UnsafePointer<CChar>?
            if xlu_cfg_get_string(config, key, &text, 0) != 0 { isComplete = false }
        }
        for key in numbers {
            var number = 0
            if xlu_cfg_get_long(config, key, &number, 0) != 0 { isComplete = false }
        }
        for key in lists {
            var list: OpaquePointer?
            var count: CInt = 0
            if xlu_cfg_get_list(config, key, &list, &count, 0) != 0 { isComplete = false }
            for index in 0..<count where xlu_cfg_get_listitem(list, index) == nil { isComplete = false }
        }
        return isComplete
    }
}
