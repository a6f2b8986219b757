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
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        // System libraries: headers and pkg-config, nothing else.
        .systemLibrary(name: "CXen", pkgConfig: "xlutil"),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0"),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1"),
        .systemLibrary(name: "CMalloc"),
        // The few lines of C that libxl asks for and Swift cannot say.
        .target(name: "CXenShim", dependencies: ["CXen"]),
        // The few calls that Glibc's module hides.
        .target(name: "CLinux"),

        // A map over many elements, and the memory that it takes.
        .target(name: "AllCores"),

        // One guest as plain values, and the formats it can be written in.
        .target(name: "GuestModel"),
        .target(name: "FormatSupport", dependencies: ["GuestModel"]),
        format("LibxlJSON"),
        format("XLConfig"),
        format("XMConfig", ["XLConfig"]),
        format("SExpression", ["XLConfig", "XMConfig"]),
        format("LibvirtXML", ["CXML"]),

        // Sockets with a name in the file system.
        .target(name: "UnixSockets", dependencies: ["CLinux"]),

        // libyaml behind a reader and a writer.
        .target(name: "YAML", dependencies: ["AllCores", "CYAML"]),

        // What may be done to which guest.
        .target(name: "Policy", dependencies: ["GuestModel", "FormatSupport", "YAML"]),

        // What is seen of a host, the pure decision, and the protocol between it and the effects.
        .target(name: "Observing", dependencies: ["GuestModel", "LibxlJSON"]),
        .target(name: "Host", dependencies: ["Observing", "GuestModel", "LibxlJSON"]),
        .target(name: "Planning", dependencies: ["AllCores", "GuestModel", "LibxlJSON", "Observing", "Policy"]),

        // Effects.
        .target(
            name: "Applying",
            dependencies: ["Planning", "Policy", "Observing", "GuestModel", "FormatSupport", "LibxlJSON", "Host"]),
        .target(
            name: "Definitions",
            dependencies: [
                "AllCores", "GuestModel", "FormatSupport", "XLConfig", "XMConfig", "SExpression", "LibvirtXML",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "StateStore",
            dependencies: [
                "AllCores", "CLinux", "Planning", "Observing", "YAML", "GuestModel", "LibxlJSON", "FormatSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "SimulatedHost",
            dependencies: [
                "AllCores", "Host", "YAML", "GuestModel", "LibxlJSON",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "XenHost",
            dependencies: [
                "CLinux", "CXen", "CXenShim", "Host", "Observing", "FormatSupport", "GuestModel", "LibxlJSON",
                "UnixSockets", "XLConfig",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),

        // The commands.
        .executableTarget(
            name: "xenward",
            dependencies: [
                "Applying", "CLinux", "CMalloc", "Definitions", "FormatSupport", "GuestModel", "Host",
                "LibvirtXML", "LibxlJSON", "Observing", "Planning", "Policy", "SExpression", "SimulatedHost",
                "StateStore", "UnixSockets", "XLConfig", "XMConfig", "XenHost", "YAML",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // Puts what they say of themselves into a manual page; `make man`.
        .executableTarget(
            name: "xenward-manual", dependencies: ["FormatSupport", "GuestModel"], path: "Sources/Manual"),
        // Measures it; `make bench`.
        .executableTarget(
            name: "xenward-bench",
            dependencies: [
                "Applying", "CXML", "CXen", "Definitions", "FormatSupport", "GuestModel", "Host", "LibvirtXML",
                "Planning", "SimulatedHost", "StateStore", "XLConfig",
            ], path: "Tests/Bench"),
        // Lives random lives of a host; `make soak`.
        .executableTarget(name: "xenward-soak", dependencies: ["Lives"], path: "Tests/Soak", exclude: ["day"]),
        // Judges conversions by pairs of files that others have made; `make conformance`.
        .executableTarget(
            name: "xenward-conformance",
            dependencies: ["FormatSupport", "GuestModel", "LibvirtXML", "LibxlJSON", "XLConfig", "XMConfig"],
            path: "Tests/Conformance"),
        // Runs on a real Xen; `make xen-endurance`.
        .executableTarget(
            name: "xenward-endurance",
            dependencies: [
                "GuestModel", "Host", "LibxlJSON", "XenHost", .product(name: "Logging", package: "swift-log"),
            ], path: "Tests/RealXen/Endurance"),

        // Random numbers that are the same in every run.
        .target(name: "SeededNumbers", path: "Tests/Support/SeededNumbers"),
        // What tests of readers ask of a result.
        .target(
            name: "ReadResults", dependencies: ["FormatSupport", "GuestModel"], path: "Tests/Support/ReadResults"),
        // A host, a state and definitions in memory, and what may happen to them.
        .target(
            name: "Lives",
            dependencies: [
                "Applying", "Planning", "Policy", "SeededNumbers", "SimulatedHost", "Host", "GuestModel", "LibxlJSON",
            ], path: "Tests/Support/Lives"),
        // Asks readers which fields a word decides about.
        .target(
            name: "FieldProbe", dependencies: ["GuestModel", "FormatSupport"], path: "Tests/Support/FieldProbe"),
        .testTarget(name: "GuestModelTests", dependencies: ["SeededNumbers", "GuestModel"]),
        .testTarget(name: "FormatSupportTests", dependencies: ["FormatSupport"]),
        .testTarget(name: "LibxlJSONTests", dependencies: ["LibxlJSON"], resources: [.copy("Fixtures")]),
        .testTarget(name: "PolicyTests", dependencies: ["Policy", "GuestModel", "FormatSupport", "YAML"]),
        .testTarget(
            name: "PlanningTests",
            dependencies: ["SeededNumbers", "Planning", "Policy", "Host", "GuestModel", "LibxlJSON"]),
        .testTarget(
            name: "DefinitionsTests", dependencies: ["Definitions", "FormatSupport", "GuestModel", "XLConfig"]),
        .testTarget(
            name: "ApplyingTests",
            dependencies: [
                "SeededNumbers", "Applying", "Lives", "Planning", "Policy", "SimulatedHost", "Host", "GuestModel",
                "LibxlJSON",
            ]),
        .testTarget(
            name: "XenwardTests",
            dependencies: [
                "xenward", "FormatSupport", "GuestModel", "Lives", "LibxlJSON", "Observing", "Planning", "UnixSockets",
            ],
            exclude: ["Golden"]),
        .testTarget(name: "AllCoresTests", dependencies: ["AllCores"]),
        .testTarget(name: "YAMLTests", dependencies: ["SeededNumbers", "YAML"]),
        .testTarget(name: "StateStoreTests", dependencies: ["SeededNumbers", "StateStore", "Planning", "Observing"]),
        .testTarget(
            name: "SimulatedHostTests",
            dependencies: ["SeededNumbers", "SimulatedHost", "Host", "GuestModel", "LibxlJSON"]),
        // libxl on no Xen at all. libxl finds the stand-in's functions in the program itself, before Xen's own libraries.
        .target(
            name: "HypercallStandIn", path: "Tests/Support/HypercallStandIn", exclude: ["for-xl", "for-xenstored"]),
        .testTarget(
            name: "XenHostTests",
            dependencies: [
                "XenHost", "HypercallStandIn", "CXen", "CXenShim", "Host", "XLConfig", "GuestModel", "LibxlJSON",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
        .testTarget(name: "XLConfigTests", dependencies: ["XLConfig", "LibxlJSON", "CXen", "FieldProbe"]),
        .testTarget(
            name: "XMConfigTests",
            dependencies: ["ReadResults", "SeededNumbers", "XMConfig", "XLConfig", "LibvirtXML", "LibxlJSON"]),
        .testTarget(
            name: "SExpressionTests",
            dependencies: ["ReadResults", "SeededNumbers", "SExpression", "XMConfig", "XLConfig", "LibxlJSON"]),
        .testTarget(
            name: "LibvirtXMLTests",
            dependencies: [
                "ReadResults", "SeededNumbers", "LibvirtXML", "LibxlJSON", "XLConfig", "xenward-conformance",
                "FieldProbe",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// Readers under libFuzzer; `make fuzz`. It has no main but libFuzzer's, so nothing else builds it.
if Context.environment["XENWARD_FUZZ"] != nil {
    package.targets += [
        .executableTarget(
            name: "xenward-fuzz",
            dependencies: [
                "FormatSupport", "LibvirtXML", "LibxlJSON", "Policy", "SExpression", "StateStore", "XLConfig",
                "XMConfig",
            ], path: "Tests/Fuzz/Sources")
    ]
}
