import Foundation
import MariaDB
import Primitives
import Security
import TestSupport
@testable import Files

/// A directory, and a schema with the application's rights.
final class FilesScene: Sendable {
  let folder: TestFolder
  let files: Files
  let application: DatabaseConfiguration
  private let database: Locked<TestDatabase>

  init() throws {
    let database = try TestDatabase()
    try database.layOut()
    application = database.application
    self.database = Locked(database)
    folder = try TestFolder()
    files = Files(directory: folder.path)
  }

  func connection() -> Connection { Connection(application) }

  /// Settled, and kept once.
  @discardableResult
  func kept(_ bytes: Bytes, on database: Connection) throws -> Digest {
    let settled = try files.settle(files.receive(bytes), on: database)
    try database.transaction { try files.keep([settled], in: $0) }
    return settled.sha256
  }

  func release(_ file: Digest, on database: Connection) throws {
    try database.transaction { try files.release([file], in: $0) }
  }

  /// Everything that nothing names, without waiting.
  func sweep(on database: Connection) throws {
    try files.sweep(on: database, grace: 0) { putOff($0, $1) }
  }

  private func putOff(_ file: Digest, _ error: any Error) {
    failures.withLock { $0.append("\(file): \(error)") }
  }

  /// What a sweep has put off.
  let failures = Locked<[String]>([])

  /// Nil when there is no row.
  func count(of file: Digest, on database: Connection) throws -> Int? {
    try database.first("SELECT reference_count FROM files WHERE sha256 = \(file.bytes)") {
      try $0.next()
    }
  }

  func rows(on database: Connection) throws -> Int? {
    try database.first("SELECT COUNT(*) FROM files") { try $0.next() }
  }

  /// Nil when there is none.
  func content(of file: Digest) -> Bytes? {
    FileManager.default.contents(atPath: files.path(of: file)).map { Bytes($0) }
  }
}
