import MariaDB
import Primitives

/// A fresh schema with a name of its own, dropped when the last reference goes. Not Sendable:
/// give other threads its `configuration`.
package final class TestDatabase {
  /// Of the administrator, in this schema.
  package let configuration: DatabaseConfiguration
  /// Connected as the administrator.
  package let connection: Connection

  private let administrator: Connection

  package init(on server: TestServer? = nil) throws {
    let server = try server ?? TestServer.shared.get()
    let name = "test_" + Hex.encode(SystemRandomNumberGenerator.bytes(8))
    administrator = Connection(server.administrator)
    try administrator.execute("CREATE DATABASE \(identifier: name) CHARACTER SET utf8mb4")
    var configuration = server.administrator
    configuration.database = name
    self.configuration = configuration
    connection = Connection(configuration)
  }

  deinit {
    // A test that has failed on purpose may have left the server down; the schema goes with it.
    _ = try? administrator.execute("DROP DATABASE \(identifier: configuration.database)")
  }

  /// Applies all migrations of a directory.
  package func migrate(from directory: String) throws {
    try Migrator(directory: directory).migrate(configuration)
  }

  /// Executes a statement as the administrator; the affected rows.
  @discardableResult
  package func sql(_ sql: SQL) throws -> Int {
    try connection.execute(sql)
  }
}

extension SystemRandomNumberGenerator {
  fileprivate static func bytes(_ count: Int) -> Bytes {
    (0..<count).map { _ in UInt8.random(in: 0 ... .max) }
  }
}
