import Foundation
import MariaDB
import Primitives

/// What `sql/` makes of an empty schema: the database's users with their rights, and the tables.
extension TestDatabase {
  /// Lays the schema out as an operator does: `sql/setup/users.sql` as the administrator, then
  /// all migrations as the migrator, who may do no more than that needs.
  package func layOut() throws {
    let setUp = try String(
      contentsOf: Repository.root.appending(path: "sql/setup/users.sql"), encoding: .utf8)
    try client(
      "mariadb",
      input: """
        SET @waylink_database = '\(configuration.database)',
          @waylink_application_password = '\(Self.password)',
          @waylink_migrator_password = '\(Self.password)',
          @waylink_report_password = '\(Self.password)';
        \(setUp)
        """)
    try Migrator(directory: Repository.root.path + "/sql/migrations").migrate(user("migrator"))
  }

  /// As the application serves: with the rights of its role, and no others.
  package var application: DatabaseConfiguration { user("app") }

  /// As reports are made.
  package var reporter: DatabaseConfiguration { user("report") }

  /// Everything that the schema holds, as `mariadb-dump` writes it, binary columns in hexadecimal.
  package func dump() throws -> String {
    try client("mariadb-dump", ["--hex-blob", configuration.database])
  }

  // MARK: -

  /// A server in a test is reached by nobody else.
  private static let password = "test-only"

  private func user(_ name: String) -> DatabaseConfiguration {
    var configuration = configuration
    configuration.user = "waylink_" + name
    configuration.password = Self.password
    return configuration
  }

  @discardableResult
  private func client(
    _ program: String, _ arguments: [String] = [], input: String = ""
  ) throws -> String {
    guard case .socket(let socket) = configuration.endpoints.first else {
      throw TestServerError(message: "The test server has no socket.")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [program, "--no-defaults", "--socket=\(socket)", "--user=\(configuration.user)"] + arguments
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    try process.run()
    // Shorter than a pipe holds, so it can't block before the output is read.
    try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try stdin.fileHandleForWriting.close()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw TestServerError(message: "\(program) failed.")
    }
    return String(decoding: output, as: UTF8.self)
  }
}

/// Where the sources lie that a test was built from.
package enum Repository {
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The program, built beside the tests that are running.
  package static let program: URL = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: "waylink")
  }()
}
