// swift-tools-version: 6.1
import PackageDescription

/// A format: a reader and a writer, in a folder of its own below Sources/Formats.
func format(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: ["GuestModel", "FormatSupport"] + dependencies, path: "Sources/Formats/\(name)")
}

let package = Package(
    name: "xenward",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    ],
    targets: [
        // System libraries: headers and pkg-config, nothing else.
        .systemLibrary(name: "CXen", pkgConfig: "xlutil"),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0"),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1"),

        // One guest as plain values, and the formats it can be written in.
        .target(name: "GuestModel"),
        .target(name: "FormatSupport", dependencies: ["GuestModel"]),
        format("LibxlJSON"),
        format("XLConfig"),
        format("LibvirtXML", ["CXML"]),

        .testTarget(name: "GuestModelTests", dependencies: ["GuestModel"]),
        .testTarget(name: "FormatSupportTests", dependencies: ["FormatSupport"]),
        .testTarget(name: "LibxlJSONTests", dependencies: ["LibxlJSON"]),
        .testTarget(name: "XLConfigTests", dependencies: ["XLConfig", "LibxlJSON", "CXen"]),
        .testTarget(name: "LibvirtXMLTests", dependencies: ["LibvirtXML", "LibxlJSON"]),
    ],
    swiftLanguageModes: [.v6]
)
