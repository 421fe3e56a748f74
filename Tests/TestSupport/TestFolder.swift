import Foundation

/// A folder of a test's own, gone with its last reference, or with the process.
package final class TestFolder: Sendable {
  package let path: String

  private static let all = Locked<Set<String>>([])
  private static let isTidiedAtExit: Void = {
    _ = atexit { TestFolder.all.withLock { $0.forEach(TestFolder.remove) } }
  }()

  package init() throws {
    path = "/tmp/waylink-test-folder-\(UInt64.random(in: 0 ... .max))"
    _ = Self.isTidiedAtExit
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    Self.all.withLock { _ = $0.insert(path) }
  }

  deinit {
    Self.remove(path)
    Self.all.withLock { _ = $0.remove(path) }
  }

  private static func remove(_ path: String) {
    _ = try? FileManager.default.removeItem(atPath: path)
  }

  /// The paths of all plain files in it, at any depth, below it.
  package var files: [String] {
    (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }
}
