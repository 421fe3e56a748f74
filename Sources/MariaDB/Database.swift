import CMariaDB

/// The client library as a whole.
package enum Database {
  /// Prepares the library. Call it once before any thread is started; later calls do nothing.
  package static func start() {
    _ = library
  }

  /// Frees what the library keeps for the calling thread. Call it as the last thing on every
  /// thread that has used a connection, after its connections are gone.
  package static func endThread() {
    mysql_thread_end()
  }

  /// A lazy global runs once, whoever comes first: `mysql_library_init` is not thread-safe.
  private static let library: Int32 = mysql_server_init(0, nil, nil)
}
