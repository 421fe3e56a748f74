import MariaDB

/// `waylink check`: says whether `waylink serve` could work, without beginning to.
enum Check {
  static func run(_ values: [String: String]) throws {
    let configuration = try Configuration(values)
    print("configuration: complete")
    print("token keys: \(configuration.tokenKeys.ids.joined(separator: ", "))")
    print("seal keys: \(configuration.sealKeys.ids.joined(separator: ", "))")
    let services = try Services(configuration)
    try services.files.check()
    print("files: can be written")
    try services.imaging.check()
    print("imaging: answers")
    let mail = configuration.mail.map { "from \($0.sender.address)" }
    print("mail: \(mail ?? "not configured, nothing is sent")")
    Database.start()
    let database = MariaDB.Connection(configuration.database)
    let state = try services.migrator.state(on: database)
    print("database: reachable")
    guard state == .current else { throw SchemaMismatch(state: state) }
    print("schema: current")
  }
}
