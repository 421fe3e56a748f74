import Glibc
import Primitives

/// Small files, read whole.
enum File {
  /// Nil when the file can't be read or is longer than `limit`.
  static func contents(of path: String, atMost limit: Int) -> Bytes? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: Bytes = []
    var piece = Bytes(repeating: 0, count: 16 << 10)
    while true {
      let count = read(descriptor, &piece, piece.count)
      guard count >= 0, bytes.count + count <= limit else { return nil }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: piece[..<count])
    }
  }

  static func isDirectory(_ path: String, withRight right: Int32) -> Bool {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
      return false
    }
    return access(path, right) == 0
  }

  /// Where the program lies that is running. Empty where the system doesn't say.
  static var folderOfThisProgram: String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    let bytes = path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let name = String(decoding: bytes, as: UTF8.self)
    return String(name.prefix(upTo: name.lastIndex(of: "/") ?? name.startIndex))
  }
}
