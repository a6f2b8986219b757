/// Every key that goes into one field, in the order in which it is written.
enum ScalarKeys {
    static let all: [ScalarKey] =
        identity + processors + boot + features + clock + limits + deviceModel + hvm + spice + actions

    static let byName = KeyTable(all.map { ($0.name, $0) })
}
