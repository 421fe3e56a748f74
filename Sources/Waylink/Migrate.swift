import MariaDB

/// `waylink migrate`: brings the schema up to date, as the migrator.
enum Migrate {
  static func run(_ values: [String: String]) throws {
    let (configuration, sqlDirectory) = try Configuration.migrator(values)
    Database.start()
    let migrator = try Migrator(directory: sqlDirectory + "/migrations")
    let steps = try migrator.migrate(configuration) { print("\($0) …") }
    print(steps == 0 ? "The schema was current." : "The schema is current now.")
  }
}
