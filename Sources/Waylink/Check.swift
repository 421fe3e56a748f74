import MariaDB

/// `waylink check`: says whether `waylink serve` could work, without beginning to.
enum Check {
  static func run(_ values: [String: String]) throws {
    let configuration = try Configuration(values)
    print("configuration: complete")
    print("token keys: \(configuration.tokenKeys.ids.joined(separator: ", "))")
    print("seal keys: \(configuration.sealKeys.ids.joined(separator: ", "))")
    Database.start()
    let database = MariaDB.Connection(configuration.database)
    let migrator = try Migrator(directory: configuration.sqlDirectory + "/migrations")
    let state = try migrator.state(on: database)
    print("database: reachable")
    guard state == .current else { throw SchemaMismatch(state: state) }
    print("schema: current")
  }
}
