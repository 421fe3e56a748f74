import COpenSSL
import Primitives

/// What was sealed, and which key opens it. Nothing in it is secret.
package struct Sealed: Equatable, Sendable {
  /// The id of the key in its ring.
  package let keyID: String
  /// Nonce (12 bytes), ciphertext (as long as the plain text), tag (16 bytes).
  package let bytes: Bytes

  package init(keyID: String, bytes: Bytes) {
    self.keyID = keyID
    self.bytes = bytes
  }
}

/// Why something couldn't be sealed or opened.
package enum SealError: Error, Equatable {
  /// The ring has no such key (any more).
  case unknownKey(id: String)
  /// Altered, cut, of another context, or made with another key of the same id.
  case damaged
  /// OpenSSL refused, for want of memory.
  case failed
}

/// Encrypts values that must be read again: AES-256-GCM (NIST SP 800-38D) with a random nonce.
///
/// The context says what the value belongs to, such as a table and an id. It isn't stored, only
/// authenticated: a value that was copied to another row doesn't open there. A key seals at most
/// 2³² values; beyond that two nonces might meet.
package struct Sealer: Sendable {
  private let keys: KeyRing

  package init(_ keys: KeyRing) {
    self.keys = keys
  }

  /// Seals with the ring's current key. Sealing the same twice gives different bytes.
  package func seal(_ plain: Bytes, for context: String) throws(SealError) -> Sealed {
    let key = keys.current
    let bytes = try AESGCM.seal(
      plain, key: key.secret.revealBytes, nonce: SecureRandom.bytes(AESGCM.nonceLength),
      authenticating: Bytes(context.utf8))
    return Sealed(keyID: key.id, bytes: bytes)
  }

  /// Opens what was sealed for the same context. Nothing of a damaged value is given out.
  package func open(_ sealed: Sealed, for context: String) throws(SealError) -> Bytes {
    guard let key = keys[sealed.keyID] else { throw .unknownKey(id: sealed.keyID) }
    return try AESGCM.open(
      sealed.bytes, key: key.secret.revealBytes, authenticating: Bytes(context.utf8))
  }

  /// A keyed digest of a value: the same for the same value and context, and of no use to who doesn't
  /// hold the key. For comparing what must not be guessed from a digest that anybody could make, such
  /// as a request with a password in it.
  ///
  /// By the ring's current key: after that has changed, the same value has another one.
  package func fingerprint(of value: Digest, for context: String) -> Digest {
    // A key of its own, since the ring's is there to encrypt.
    let key = HMAC.tag(of: "waylink fingerprint", key: keys.current.secret.revealBytes)
    return HMAC.tag(of: "\(context) \(value.hex)", key: key.bytes)
  }
}
