import Dispatch
import Foundation
import Primitives
@testable import Security

func bytes(_ hex: String) -> Bytes {
  Hex.decode(hex.filter { !$0.isWhitespace }) ?? []
}

/// A key whose 32 bytes count up from `first`.
func key(_ id: String, from first: UInt8 = 0) -> KeyRing.Key {
  KeyRing.Key(id: id, secret: Secret((0..<32).map { first &+ $0 }))
}

/// Runs the work on as many real threads as said, all let go at the same moment.
func onThreads(_ count: Int, _ work: @escaping @Sendable (Int) -> Void) {
  let start = DispatchSemaphore(value: 0)
  let done = DispatchGroup()
  for index in 0..<count {
    done.enter()
    Thread.detachNewThread {
      start.wait()
      work(index)
      done.leave()
    }
  }
  for _ in 0..<count { start.signal() }
  done.wait()
}

/// HMAC-SHA-256 by its definition (RFC 2104), so that forged tokens owe nothing to libjwt.
func hmac(_ message: String, key: Bytes) -> Bytes {
  let block = key + Bytes(repeating: 0, count: 64 - key.count)
  let inner = SHA256.hash(block.map { $0 ^ 0x36 } + Bytes(message.utf8)).bytes
  return SHA256.hash(block.map { $0 ^ 0x5C } + inner).bytes
}

/// A token with exactly these texts, properly signed.
func forge(_ header: String, _ payload: String, key: Bytes) -> String {
  let signed = Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8)
  return signed + "." + Base64URL.encode(hmac(signed, key: key))
}
