import Foundation
import MariaDB

/// A private MariaDB for tests, run by `scripts/private-mariadb`.
package final class TestServer: Sendable {
  /// The one that all tests of a process share: the running one whose socket the environment
  /// names in WAYLINK_TEST_MARIADB, else one of its own, stopped and removed at exit.
  package static let shared: Result<TestServer, any Error> = Result {
    if let socket = ProcessInfo.processInfo.environment["WAYLINK_TEST_MARIADB"] {
      return TestServer(socket: socket, directory: nil)
    }
    let server = try TestServer.make()
    ending.withLock { $0 = server }
    atexit { TestServer.ending.withLock { $0?.remove() } }
    return server
  }

  package let socket: String
  private let directory: String?
  private static let ending = Locked<TestServer?>(nil)

  private init(socket: String, directory: String?) {
    self.socket = socket
    self.directory = directory
  }

  /// A server of one's own, for tests that stop it; `remove` it at the end.
  package static func make() throws -> TestServer {
    let directory =
      "/tmp/waylink-test-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
    let server = TestServer(socket: directory + "/mariadb.sock", directory: directory)
    try server.start()
    return server
  }

  package func start() throws { try script("start") }

  package func stop() throws { try script("stop") }

  package func remove() {
    guard let directory else { return }
    try? stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// The administrator, over the socket, in a schema that every server has.
  package var administrator: DatabaseConfiguration {
    DatabaseConfiguration(endpoints: [.socket(socket)], user: NSUserName(), database: "mysql")
  }

  private func script(_ action: String) throws {
    guard let directory else { throw TestServerError(message: "The shared server stays up.") }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let process = Process()
    process.executableURL = root.appendingPathComponent("scripts/private-mariadb")
    process.arguments = [action, directory]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw TestServerError(message: "scripts/private-mariadb \(action) failed.")
    }
  }
}

package struct TestServerError: Error {
  package let message: String
}

/// A value behind a lock.
package final class Locked<Value>: @unchecked Sendable {
  // @unchecked because the value is only ever touched under the lock.
  private var value: Value
  private let lock = NSLock()

  package init(_ value: Value) {
    self.value = value
  }

  package func withLock<T>(_ body: (inout Value) throws -> T) rethrows -> T {
    try lock.withLock { try body(&value) }
  }
}
