import Glibc
import Primitives

/// Brings a schema up to what the files of a directory say, and tells whether it is.
///
/// Files are called `NNNN-name.sql` and applied in the order of their numbers; any other file is
/// ignored. How they are cut into steps is told at `MigrationFile`. MariaDB commits at each DDL
/// statement, so each statement is a step, recorded by itself in `schema_steps`; a run that failed
/// goes on at the step that failed. A step of DML and its record are one transaction. Between a
/// DDL statement and its record the power can fail: write `IF NOT EXISTS` (MariaDB knows it for
/// columns and indexes too), and the repeat is harmless.
package struct Migrator: Sendable {
  private let files: [MigrationFile]

  /// Reads the directory. Throws `MigrationError`.
  package init(directory: String) throws {
    var files: [MigrationFile] = []
    for name in try Self.names(in: directory) {
      guard let version = MigrationFile.version(of: name) else { continue }
      guard files.last?.version != version else { throw MigrationError.sameVersion(name) }
      let text = try Self.read(directory + "/" + name)
      files.append(try MigrationFile(name: name, version: version, text: text))
    }
    self.files = files
  }

  /// What `serve` asks before it begins; needs no right but to SELECT from `schema_steps`.
  package func state(on executor: some Executor) throws -> SchemaState {
    do {
      return state(given: try Self.applied(on: executor))
    } catch let error as DatabaseError where error.code == Self.noSuchTable {
      return state(given: [:])
    }
  }

  /// Applies what is missing; returns the number of steps. Does nothing on a current schema.
  ///
  /// One at a time: a second migrator waits up to `patience` seconds for the first, then finds
  /// its work done, or throws `busy`. The lock is a row that another connection holds, for
  /// GET_LOCK is unknown to Galera; and a row lock is known to its own node only, so send all
  /// migrators to the same one.
  /// `progress` is called before each step.
  @discardableResult
  package func migrate(
    _ configuration: DatabaseConfiguration, patience: UInt32 = 300,
    progress: (MigrationStep) -> Void = { _ in }
  ) throws -> Int {
    var configuration = configuration
    // An ALTER of a big table takes its time.
    configuration.readTimeout = 0
    let connection = Connection(configuration)
    try connection.execute(Self.stepsTable)
    try connection.execute(Self.lockTable)
    // A transaction asks twice for a lock that it does not get.
    configuration.lockTimeout = patience / 2
    var isLocked = false
    do {
      let guardian = Connection(configuration)
      // Looked for first: even an INSERT IGNORE waits for the row that another one holds.
      if try guardian.first("SELECT id FROM schema_lock", { try $0.skip() }) == nil {
        try guardian.execute("INSERT IGNORE INTO schema_lock (id) VALUES (1)")
      }
      return try guardian.transaction { lock in
        _ = try lock.first("SELECT id FROM schema_lock WHERE id = 1 FOR UPDATE") { try $0.skip() }
        isLocked = true
        return try apply(on: connection, progress)
      }
    } catch let error as DatabaseError where error.kind == .deadlock && !isLocked {
      throw MigrationError.busy
    }
  }

  private func apply(
    on connection: Connection, _ progress: (MigrationStep) -> Void
  ) throws -> Int {
    let applied = try Self.applied(on: connection)
    switch state(given: applied) {
    case .current, .behind: break
    case .ahead: throw MigrationError.ahead
    case .changed(let file): throw MigrationError.changed(file)
    }
    var count = 0
    for file in files {
      for (index, text) in file.steps.enumerated() {
        let key = StepKey(version: file.version, step: index + 1)
        guard applied[key] == nil else { continue }
        let step = MigrationStep(file: file.name, number: index + 1, of: file.steps.count)
        progress(step)
        do {
          try Self.apply(text, key, file.name, on: connection)
        } catch let error as DatabaseError {
          throw MigrationError.failed(step, error)
        }
        count += 1
      }
    }
    return count
  }

  private static func apply(
    _ text: String, _ key: StepKey, _ name: String, on connection: Connection
  ) throws {
    try connection.transaction { transaction in
      try transaction.run(script: text)
      try transaction.execute(
        """
        INSERT INTO schema_steps (version, step, name, checksum, applied_at)
        VALUES (\(key.version), \(key.step), \(name), \(MigrationFile.checksum(text)), UTC_TIMESTAMP(6))
        """)
    }
  }

  // MARK: - State

  private func state(given applied: [StepKey: String]) -> SchemaState {
    var unseen = Set(applied.keys)
    var missing = 0
    for file in files {
      for (index, text) in file.steps.enumerated() {
        let key = StepKey(version: file.version, step: index + 1)
        unseen.remove(key)
        guard let checksum = applied[key] else {
          missing += 1
          continue
        }
        guard checksum == MigrationFile.checksum(text) else { return .changed(file.name) }
      }
    }
    // A step taken out of a file that is still here is an edit; a file not known is the future.
    if let removed = files.first(where: { file in unseen.contains { $0.version == file.version } })
    {
      return .changed(removed.name)
    }
    if !unseen.isEmpty { return .ahead }
    return missing == 0 ? .current : .behind(missing)
  }

  private struct StepKey: Hashable {
    let version: Int
    let step: Int
  }

  private static func applied(on executor: some Executor) throws -> [StepKey: String] {
    var applied: [StepKey: String] = [:]
    try executor.forEach("SELECT version, step, checksum FROM schema_steps") { row in
      let key = StepKey(version: try row.next(), step: try row.next())
      applied[key] = try row.next()
    }
    return applied
  }

  private static let noSuchTable: UInt32 = 1146

  private static let stepsTable: SQL = """
    CREATE TABLE IF NOT EXISTS schema_steps (
      version INT UNSIGNED NOT NULL,
      step INT UNSIGNED NOT NULL,
      name VARCHAR(255) NOT NULL,
      checksum CHAR(16) CHARACTER SET ascii NOT NULL,
      applied_at DATETIME(6) NOT NULL,
      PRIMARY KEY (version, step)
    )
    """

  private static let lockTable: SQL = """
    CREATE TABLE IF NOT EXISTS schema_lock (id TINYINT UNSIGNED NOT NULL PRIMARY KEY)
    """

  // MARK: - Files

  /// Sorted, which is by number.
  private static func names(in directory: String) throws -> [String] {
    guard let handle = opendir(directory) else { throw MigrationError.unreadable(directory) }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names.sorted()
  }

  private static func read(_ path: String) throws -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw MigrationError.unreadable(path) }
    defer { close(file) }
    var bytes: Bytes = []
    var buffer = Bytes(repeating: 0, count: 64 * 1024)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw MigrationError.unreadable(path) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw MigrationError.unreadable(path)
    }
    return text
  }
}

/// How a schema stands to the files.
package enum SchemaState: Equatable, Sendable {
  case current
  /// So many steps are yet to be applied.
  case behind(Int)
  /// It has steps of files that are not here: a newer release was here before.
  case ahead
  /// This file has been edited after it was applied.
  case changed(String)
}

/// One statement of a file, counted from 1.
package struct MigrationStep: Equatable, Sendable, CustomStringConvertible {
  package let file: String
  package let number: Int
  package let of: Int

  package var description: String { "\(file) step \(number) of \(of)" }
}

package enum MigrationError: Error, Equatable {
  /// A file or directory that can't be read, is not UTF-8, or has a quote or comment without end.
  case unreadable(String)
  /// The number of this file is another's already.
  case sameVersion(String)
  /// The step failed and what came before it stays; the next run begins with it.
  case failed(MigrationStep, DatabaseError)
  /// Another migrator has been at work for as long as one was willing to wait.
  case busy
  case changed(String)
  case ahead
}
