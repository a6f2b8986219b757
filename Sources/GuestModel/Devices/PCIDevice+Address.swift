extension PCIDevice {
    /// The address in the usual notation: `0000:03:00.1`.
    public var address: String {
        "\(hexadecimal(UInt32(bitPattern: domain), digits: 4)):\(hexadecimal(UInt32(bus), digits: 2)):"
            + "\(hexadecimal(UInt32(device), digits: 2)).\(function)"
    }

    private func hexadecimal(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
