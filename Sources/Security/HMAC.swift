import COpenSSL
import Primitives

/// HMAC-SHA-256 (RFC 2104), by OpenSSL: what only the holder of a key could have written.
package enum HMAC {
  /// The tag of a text's UTF-8 under a key of any length. Compare tags with `Digest.matches`.
  package static func tag(of text: String, key: Bytes) -> Digest {
    let message = Bytes(text.utf8)
    return Digest { tag in
      let written = COpenSSL.HMAC(
        SHA256.algorithm, key, Int32(key.count), message, message.count, tag, nil)
      return written == nil ? 0 : 1
    }
  }
}
