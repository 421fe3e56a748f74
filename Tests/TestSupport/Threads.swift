import Foundation

/// Runs the work on as many real threads as said, all let go at the same moment; what each
/// returned, in the order of their numbers. Throws what the first of them threw.
package func onThreads<Result: Sendable>(
  _ count: Int, _ work: @escaping @Sendable (Int) throws -> Result
) throws -> [Result] {
  let results = Locked([Int: Swift.Result<Result, any Error>]())
  let start = DispatchSemaphore(value: 0)
  let done = DispatchGroup()
  for index in 0..<count {
    done.enter()
    Thread.detachNewThread {
      start.wait()
      let result = Swift.Result { try work(index) }
      results.withLock { $0[index] = result }
      done.leave()
    }
  }
  for _ in 0..<count { start.signal() }
  done.wait()
  return try results.withLock { all in try (0..<count).compactMap { try all[$0]?.get() } }
}
