import COpenSSL
import Primitives

/// Random bytes nobody can guess, from OpenSSL's generator, which the kernel seeds.
package enum SecureRandom {
  /// `count` bytes; safe from any thread, and after a fork.
  ///
  /// Traps if the generator fails. That happens only when the kernel gives no entropy; then every
  /// token, nonce and salt of this process would be guessable, and no caller could do better than
  /// to stop: an error that someone might catch and ignore is the greater danger.
  package static func bytes(_ count: Int) -> Bytes {
    guard count > 0 else { return [] }
    return Bytes(unsafeUninitializedCapacity: count) { buffer, initialized in
      guard RAND_bytes(buffer.baseAddress, Int32(count)) == 1 else {
        // Whatever came next would be guessable, and an error could be caught and ignored.
        fatalError("the system has no secure randomness")
      }
      initialized = count
    }
  }
}
