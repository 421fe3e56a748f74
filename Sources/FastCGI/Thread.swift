import Glibc

/// A POSIX thread that runs one closure.
package struct Thread: Sendable {
  private let handle: pthread_t

  /// Starts at once. The stack has 1 MiB: parsers here are bounded in depth.
  package init(_ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(Start(body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 1 << 20)
    var handle = pthread_t()
    let failure = pthread_create(
      &handle, &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    // Only when the system has no threads left, at start.
    precondition(failure == 0, "a thread could not be started: \(failure)")
    pthread_attr_destroy(&attributes)
    self.handle = handle
  }

  /// Waits until the closure has returned; to be called once.
  package func join() {
    pthread_join(handle, nil)
  }
}

private final class Start: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}
