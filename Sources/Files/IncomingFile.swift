import CLinux
import Glibc
import HTTP
import Primitives
import Security

/// A file that is on its way in: complete, hashed, and without a name in the file system. With its
/// last reference, or with this process, it is gone, unless `Files` gave it a name by then.
///
/// One owner, one thread.
package final class IncomingFile {
  /// Of its content.
  package let sha256: Digest
  /// In bytes.
  package let size: Int
  private let descriptor: Int32

  /// Takes the descriptor over.
  fileprivate init(_ descriptor: Int32, _ sha256: Digest, _ size: Int) {
    self.descriptor = descriptor
    self.sha256 = sha256
    self.size = size
  }

  deinit {
    close(descriptor)
  }

  /// Lets somebody read it who must not change it. The descriptor dies with the call.
  ///
  /// Throws `FilesError`, or what `body` throws.
  package func reading<Result>(_ body: (Int32) throws -> Result) throws -> Result {
    let reader = open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
    guard reader >= 0 else { throw FilesError(cause: errno, "open for reading") }
    defer { close(reader) }
    return try body(reader)
  }

  /// On the disk, whatever happens to the machine from now on.
  func sync() throws(FilesError) {
    guard fsync(descriptor) == 0 else { throw FilesError(cause: errno, "fsync") }
  }

  /// Gives it a name, in the directory that it was made for. One that is there already has the same
  /// content, and stays. False for a file whose name was taken away again: it can't have another.
  func link(as path: String) throws(FilesError) -> Bool {
    // AT_EMPTY_PATH would need a capability.
    let made = linkat(
      AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW)
    if made == 0 || errno == EEXIST { return true }
    guard errno == ENOENT else { throw FilesError(cause: errno, "linkat") }
    return false
  }

  /// The same once more, on the disk, without a name.
  func copy(in directory: String) throws -> IncomingFile {
    var place = 0
    let copy = try Self.filled(in: directory, atMost: size) {
      let piece = Bytes(unsafeUninitializedCapacity: 256 << 10) { space, count in
        count = max(0, pread(descriptor, space.baseAddress, space.count, off_t(place)))
      }
      place += piece.count
      return piece.isEmpty ? nil : piece
    }
    guard copy.sha256 == sha256 else { throw FilesError(cause: EIO, "read") }
    try copy.sync()
    return copy
  }

  // MARK: Filling

  /// Writes what `pieces` gives until it gives nothing, into a nameless file in a directory.
  ///
  /// Throws 413 `payload_too_large` beyond `limit` bytes, `FilesError`, or what `pieces` throws; of
  /// what was written nothing is left then.
  static func filled(
    in directory: String, atMost limit: Int, by pieces: () throws -> Bytes?
  ) throws -> IncomingFile {
    // Whoever serves the files reads them by their group. An umask would take that away.
    let descriptor = open(directory, Int32(linux_temporary_file) | O_RDWR | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw FilesError(cause: errno, "open") }
    do {
      guard fchmod(descriptor, 0o640) == 0 else { throw FilesError(cause: errno, "fchmod") }
      var hasher = SHA256.Hasher()
      var size = 0
      while let piece = try pieces() {
        size += piece.count
        guard size <= limit else { throw Problem.tooLarge(limit: limit) }
        hasher.update(piece)
        try write(piece, to: descriptor)
      }
      return IncomingFile(descriptor, hasher.finish(), size)
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func write(_ bytes: Bytes, to descriptor: Int32) throws(FilesError) {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start)
      }
      if count < 0, errno != EINTR { throw FilesError(cause: errno, "write") }
      start += max(0, count)
    }
  }
}
