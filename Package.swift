// swift-tools-version: 6.3
import PackageDescription

/// Every room is built alike: Swift 6 mode, and a warning is an error.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// A Swift room. It may import only rooms of lower floors, or those of its own
/// floor that `Sources/README.md` names; the compiler keeps the walls.
func room(_ name: String, on dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A C library of the system: a module map and a shim header.
func library(_ name: String, pkgConfig: String, debian package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// The tests of one room.
func tests(of room: String, also dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(room)Tests", dependencies: [.init(stringLiteral: room)] + dependencies,
    swiftSettings: strict)
}

let package = Package(
  name: "Waylink",
  products: [
    .executable(name: "waylink", targets: ["Waylink"]),
    .executable(name: "waylink-imaging", targets: ["WaylinkImaging"]),
  ],
  targets: [
    // Floor 0: the system's libraries, and the values that all rooms speak in.
    library("CFastCGI", pkgConfig: "fcgi", debian: "libfcgi-dev"),
    library("CMariaDB", pkgConfig: "libmariadb", debian: "libmariadb-dev"),
    library("CArgon2", pkgConfig: "libargon2", debian: "libargon2-dev"),
    library("COpenSSL", pkgConfig: "libcrypto", debian: "libssl-dev"),
    library("CJWT", pkgConfig: "libjwt", debian: "libjwt-dev"),
    library("CMark", pkgConfig: "libcmark-gfm", debian: "libcmark-gfm-extensions-dev"),
    library("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
    library("CQRencode", pkgConfig: "libqrencode", debian: "libqrencode-dev"),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .systemLibrary(name: "CLinux"),
    // For waylink-imaging only: no decoder of pictures is ever linked into waylink.
    // By GObject's flags, all that its headers need: its own come with one that SwiftPM refuses.
    library("CVips", pkgConfig: "gobject-2.0", debian: "libvips-dev"),
    .target(
      name: "CZXing",
      // Texts as they are to be in its next release; without this each file that reads its headers
      // tells of it.
      cxxSettings: [.define("ZX_USE_UTF8")], linkerSettings: [.linkedLibrary("ZXing")]),
    room("Primitives", on: []),

    // Floor 1: techniques, without a word of the product.
    room("HTTP", on: ["CSimdJSON", "Primitives"]),
    room("HTML", on: ["Primitives"]),
    // May import HTML, MariaDB and Processes: what it makes stands in pages and in columns, and is
    // made by another process.
    room("Markdown", on: ["CMark", "HTML", "MariaDB", "Primitives", "Processes"]),
    room("MariaDB", on: ["CMariaDB", "Primitives"]),
    room("Processes", on: ["CLinux", "Primitives"]),
    room("Security", on: ["CArgon2", "COpenSSL", "CJWT", "Primitives"]),
    room("Vehicles", on: []),

    // May import HTML: a code is drawn into pages.
    room("QRCodes", on: ["CQRencode", "HTML", "Primitives"]),

    // May import Security, for a server's password.
    room("Mail", on: ["CCurl", "Primitives", "Security"]),

    // Floor 2: what features share.
    room("FastCGI", on: ["CFastCGI", "CLinux", "HTTP", "Primitives"]),
    room("Imaging", on: ["HTTP", "Primitives", "Processes"]),
    room("Files", on: ["CLinux", "HTTP", "MariaDB", "Primitives", "Security"]),
    room("Audit", on: ["HTTP", "MariaDB", "Primitives", "Security"]),
    room("Language", on: ["Primitives"]),
    room("Repeats", on: ["HTTP", "MariaDB", "Primitives", "Security"]),

    room("Outbox", on: ["HTML", "Mail", "MariaDB", "Primitives", "Security"]),

    // Floor 3: who is asking, and what a link is.
    room(
      "Accounts",
      on: [
        "Audit", "HTTP", "Language", "Mail", "MariaDB", "Outbox", "Primitives", "Repeats",
        "Security",
      ]),
    room("Links", on: ["Audit", "HTML", "HTTP", "Language", "MariaDB", "Primitives", "Security"]),

    // What people are told of that is about their accounts and links both.
    room(
      "Told",
      on: ["Accounts", "Language", "Links", "Mail", "MariaDB", "Outbox", "Primitives", "Security"]),

    // Members' pages: the frame that features' own ones stand in.
    room(
      "Console",
      on: [
        "Accounts", "Audit", "HTML", "HTTP", "Language", "Links", "MariaDB", "Primitives",
        "Security",
      ]),

    // Floor 4: the features.
    room(
      "Clients",
      on: [
        "Accounts", "Audit", "Console", "HTML", "HTTP", "Language", "MariaDB", "Outbox",
        "Primitives", "Security",
      ]),

    // May import Clients, for whom jobs are posted.
    room(
      "Jobs",
      on: [
        "Accounts", "Audit", "Clients", "Console", "HTML", "HTTP", "Language", "Links", "MariaDB",
        "Primitives", "Repeats", "Security", "Told",
      ]),

    room(
      "Documents",
      on: [
        "Accounts", "Audit", "Console", "HTML", "HTTP", "Language", "Links", "MariaDB", "Markdown",
        "Primitives", "Repeats", "Security", "Told",
      ]),

    room(
      "Albums",
      on: [
        "Accounts", "Audit", "Console", "Files", "HTML", "HTTP", "Imaging", "Language", "Links",
        "MariaDB", "Primitives", "Repeats", "Security", "Told",
      ]),

    // The executable.
    .executableTarget(
      name: "Waylink",
      dependencies: [
        "Accounts", "Albums", "Clients", "Console", "Documents", "FastCGI", "Files", "HTTP",
        "Imaging", "Jobs", "Links", "Mail", "MariaDB", "Markdown", "Outbox", "Primitives",
        "Repeats", "Security", "Told",
      ],
      swiftSettings: strict),

    // The other executable: it decodes what strangers upload.
    .executableTarget(
      name: "WaylinkImaging",
      dependencies: ["CVips", "CZXing", "Imaging", "Primitives", "Processes", "Vehicles"],
      swiftSettings: strict),

    tests(of: "Primitives"),
    tests(of: "HTTP", also: ["Primitives"]),
    tests(of: "HTML", also: ["Primitives"]),
    tests(of: "Markdown", also: ["HTML", "Primitives", "Waylink"]),
    tests(of: "Vehicles"),
    tests(of: "FastCGI", also: ["HTTP", "Primitives"]),
    .target(
      name: "TestSupport", dependencies: ["MariaDB", "Primitives"], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests(of: "MariaDB", also: ["Primitives", "TestSupport"]),
    tests(of: "Security", also: ["Primitives"]),
    tests(of: "Processes", also: ["Primitives"]),
    // Photographs barcodes.
    .target(name: "CCamera", path: "Tests/CCamera", linkerSettings: [.linkedLibrary("m")]),
    tests(of: "Imaging", also: ["CCamera", "Primitives", "TestSupport", "Vehicles"]),
    tests(of: "QRCodes", also: ["HTML", "Imaging", "Primitives", "TestSupport"]),
    tests(of: "Files", also: ["HTTP", "MariaDB", "Primitives", "Security", "TestSupport"]),
    tests(of: "Audit", also: ["HTTP", "MariaDB", "Primitives", "Security", "TestSupport"]),
    tests(
      of: "Links", also: ["Audit", "HTTP", "MariaDB", "Primitives", "Security", "TestSupport"]),
    tests(of: "Mail", also: ["Primitives"]),
    tests(of: "Outbox", also: ["Mail", "MariaDB", "Primitives", "Security", "TestSupport"]),
    tests(of: "Accounts", also: ["MariaDB", "Primitives"]),
    tests(of: "Clients", also: ["MariaDB", "Primitives", "TestSupport"]),
    tests(of: "Jobs", also: ["Accounts", "HTTP", "MariaDB", "Primitives"]),
    tests(of: "Documents", also: ["Accounts", "HTTP", "MariaDB", "Primitives", "TestSupport"]),
    tests(
      of: "Waylink",
      also: [
        "Accounts", "Albums", "Audit", "Clients", "Documents", "HTTP", "Jobs", "Links",
        "MariaDB", "Outbox", "Primitives", "Security", "TestSupport", "Told",
      ]),
  ],
  cxxLanguageStandard: .cxx17
)
