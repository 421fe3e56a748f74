import Foundation
import MariaDB
import Primitives
import TestSupport
@testable import Waylink

/// The whole application over a schema of its own, as the application's database user.
final class World: Sendable {
  /// The one that most tests share: each makes accounts of its own in it, and sees no others.
  static let shared = Result { try World() }

  let services: Services
  /// Of the administrator: for what no request can do, such as waiting for a day.
  let administrator: DatabaseConfiguration
  /// Of the application, and of whoever makes reports.
  let application: DatabaseConfiguration
  let reporter: DatabaseConfiguration
  private let database: Locked<TestDatabase>
  private let settings: [String: String]
  /// Gone with the last reference, or with the process.
  let files: TestFolder

  init() throws {
    let database = try TestDatabase()
    try database.layOut()
    let root = Repository.root.path
    let spool = FileManager.default.temporaryDirectory.path
    files = try TestFolder()
    settings = [
      "WAYLINK_BASE_URL": "https://waylink.test",
      "WAYLINK_WWW": root + "/nginx/www",
      "WAYLINK_SQL": root + "/sql",
      "WAYLINK_SPOOL": spool,
      "WAYLINK_FILES": files.path,
      "WAYLINK_PROGRAM": Repository.program.path,
      "WAYLINK_IMAGING": Repository.program.deletingLastPathComponent()
        .appending(path: "waylink-imaging").path,
      // Half as many exports may run at once: enough for all tests.
      "WAYLINK_THREADS": "128",
      "WAYLINK_DATABASE": database.application.endpoints.map(\.description).joined(separator: ","),
      "WAYLINK_DATABASE_USER": database.application.user,
      "WAYLINK_DATABASE_PASSWORD": database.application.password,
      "WAYLINK_DATABASE_NAME": database.application.database,
      "WAYLINK_TOKEN_KEYS": Self.key("t1"),
      "WAYLINK_SEAL_KEYS": Self.key("s1"),
    ]
    administrator = database.configuration
    application = database.application
    reporter = database.reporter
    services = try Services(try Configuration(settings))
    self.database = Locked(database)
  }

  /// A second application over the same schema, set otherwise.
  func services(with changes: [String: String]) throws -> Services {
    try Services(try Configuration(settings.merging(changes) { $1 }))
  }

  /// Executes a statement as the administrator; the affected rows.
  @discardableResult
  func sql(_ sql: SQL) throws -> Int {
    try MariaDB.Connection(administrator).execute(sql)
  }

  /// The first column of the only row, as the administrator.
  func value<Value: SQLReadable>(_ sql: SQL, as type: Value.Type = Value.self) throws -> Value? {
    try MariaDB.Connection(administrator).first(sql) { try $0.next() }
  }

  /// Writes what was counted at the doors, as housekeeping does once a second.
  func writeTally(of services: Services? = nil) throws {
    try (services ?? self.services).tally.flush(to: MariaDB.Connection(application))
  }

  func dump() throws -> String {
    try database.withLock { try $0.dump() }
  }

  static func key(_ id: String) -> String {
    "\(id):\(Base64URL.encode((0..<32).map { _ in UInt8.random(in: 0 ... .max) }))"
  }
}
