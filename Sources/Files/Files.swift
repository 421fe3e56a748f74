import Glibc
import MariaDB
import Primitives
import Security

/// What was uploaded, by what it is: a file is named by the SHA-256 of its content, lies once
/// however often it comes, and stays for as long as something names it.
///
/// In a directory, as `aa/bb/aabb…`, and never changed; nginx reads it there. The way in: `receive`
/// writes a file without a name, `settle` notes it in the database and gives it its name, and
/// `keep`, in the transaction of whatever names it, makes it stay. Where the way ends early,
/// `sweep` takes it away an hour later: there is a row before there is a file, whenever the process
/// is killed.
package final class Files: Sendable {
  private let directory: String

  /// How long a file lies that nothing names, in seconds: longer than any request takes.
  package static let grace = 3_600

  /// - Parameter directory: `WAYLINK_FILES`, of a file system that knows O_TMPFILE.
  package init(directory: String) {
    self.directory = directory
  }

  /// Throws `FilesError` unless files can be made in the directory.
  package func check() throws {
    _ = try receive(Bytes("waylink".utf8))
  }

  // MARK: The way in

  /// Takes in what `pieces` gives until it gives nothing, such as a part of a form.
  ///
  /// Throws 413 `payload_too_large` beyond `limit` bytes, 507 `storage_full`, or what `pieces`
  /// throws; nothing is left then.
  package func receive(
    atMost limit: Int, _ pieces: () throws -> Bytes?
  ) throws -> IncomingFile {
    try IncomingFile.filled(in: directory, atMost: limit, by: pieces)
  }

  /// Takes in what lies in memory. Throws 507 `storage_full`.
  package func receive(_ bytes: Bytes) throws -> IncomingFile {
    var rest: Bytes? = bytes
    return try receive(atMost: bytes.count) {
      defer { rest = nil }
      return rest
    }
  }

  /// A file that lies in its place, on the disk, and stays for an hour at least.
  package struct Settled {
    fileprivate let file: IncomingFile

    package var sha256: Digest { file.sha256 }
    package var size: Int { file.size }
  }

  /// Puts a file in its place. What takes time is done here, outside of the transaction that will
  /// name it. Throws 507 `storage_full`.
  package func settle(_ file: IncomingFile, on database: Connection) throws -> Settled {
    try file.sync()
    // As a transaction, for one that meets a sweep is tried again.
    try database.transaction { try FilesStore(database: $0).note(file) }
    try place(file)
    return Settled(file: file)
  }

  /// Makes files stay, once for each time that they are given: to be called in the transaction that
  /// makes the rows which name them. Locks their rows, in the order of their names.
  package func keep(_ files: [Settled], in transaction: Transaction) throws {
    for settled in files.sorted(by: { $0.sha256.hex < $1.sha256.hex }) {
      try FilesStore(database: transaction).reference(settled.file)
      // It is there, unless an hour has passed or somebody has tidied by hand. Its row is locked, so
      // that nobody takes it away from here on.
      if access(path(of: settled.sha256), F_OK) != 0 { try place(settled.file) }
    }
  }

  /// Takes back what `keep` did, once for each time that a file is given: to be called in the
  /// transaction that takes the rows away which named them. Locks their rows, in the order of their
  /// names.
  package func release(_ files: [Digest], in transaction: Transaction) throws {
    for file in files.sorted(by: { $0.hex < $1.hex }) {
      guard try FilesStore(database: transaction).dereference(file) else {
        throw FilesError(cause: 0, "release of \(file), which nothing names")
      }
    }
  }

  // MARK: Places

  /// Below the directory: `aa/bb/aabb…`.
  static func name(of file: Digest) -> String {
    let hex = file.hex
    return "\(hex.prefix(2))/\(hex.dropFirst(2).prefix(2))/\(hex)"
  }

  func path(of file: Digest) -> String { "\(directory)/\(Self.name(of: file))" }

  private func place(_ file: IncomingFile) throws {
    let hex = file.sha256.hex
    let outer = "\(directory)/\(hex.prefix(2))"
    let inner = "\(outer)/\(hex.dropFirst(2).prefix(2))"
    try makeFolder(outer, in: directory)
    try makeFolder(inner, in: outer)
    if try !file.link(as: path(of: file.sha256)) {
      _ = try file.copy(in: directory).link(as: path(of: file.sha256))
    }
    try Self.syncFolder(inner)
  }

  private func makeFolder(_ path: String, in parent: String) throws(FilesError) {
    if mkdir(path, 0o750) == 0 {
      // Whoever serves the files gets in by the group, which a folder may hand on to those in it; an
      // umask would take that away.
      var information = stat()
      guard stat(path, &information) == 0,
        chmod(path, 0o750 | information.st_mode & S_ISGID) == 0
      else { throw FilesError(cause: errno, "chmod") }
      try Self.syncFolder(parent)
    } else if errno != EEXIST {
      throw FilesError(cause: errno, "mkdir")
    }
  }

  /// A name is on the disk once its folder is.
  private static func syncFolder(_ path: String) throws(FilesError) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw FilesError(cause: errno, "open of a folder") }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw FilesError(cause: errno, "fsync of a folder") }
  }
}

// MARK: - Beside answering

extension Files {
  /// Hears of a file that was passed over: which, and why. For the log.
  package typealias PutOff = (Digest, any Error) -> Void

  /// Takes away files that nothing has named for `grace` seconds, a hundred at a time, for as long as
  /// `goesOn` says so. One that fails is passed over, and tried again in a later round. Throws when
  /// the database is away. Any responder may do it, several at once too.
  package func sweep(
    on database: Connection, grace: Int = Files.grace, while goesOn: () -> Bool = { true },
    puttingOff putOff: PutOff
  ) throws {
    try FilesStore(database: database).released(since: grace).forEachPassingOver(putOff) { file in
      guard goesOn() else { return }
      try database.transaction { transaction in
        let store = FilesStore(database: transaction)
        guard try store.isReleasedForUpdate(file, since: grace) else { return }
        // First the file: should the rest fail, its row stays, and this is done again.
        guard unlink(path(of: file)) == 0 || errno == ENOENT else {
          throw FilesError(cause: errno, "unlink")
        }
        try store.delete(file)
      }
    }
  }
}
