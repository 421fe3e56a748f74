import COpenSSL
import Primitives

/// AES-256-GCM on bytes laid out as nonce, ciphertext, tag.
enum AESGCM {
  static let nonceLength = 12
  static let tagLength = 16

  /// `nonisolated(unsafe)`: a fetched cipher never changes and is counted atomically, so OpenSSL
  /// lets all threads share it. Fetched once, as every look-up by name costs more than sealing.
  private nonisolated(unsafe) static let cipher = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)

  /// The key must have 32 bytes and the nonce 12; a nonce must never be used twice with one key.
  static func seal(
    _ plain: Bytes, key: Bytes, nonce: Bytes, authenticating context: Bytes
  ) throws(SealError) -> Bytes {
    let state = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(state) }
    var sealed = nonce + Bytes(repeating: 0, count: plain.count + tagLength)
    var length: Int32 = 0
    let done = sealed.withUnsafeMutableBufferPointer { bytes in
      let output = bytes.baseAddress.map { $0 + nonceLength }
      // Empty input is left out: to OpenSSL, a null input means that the message is complete.
      return EVP_EncryptInit_ex(state, cipher, nil, key, nonce) == 1
        && (context.isEmpty
          || EVP_EncryptUpdate(state, nil, &length, context, Int32(context.count)) == 1)
        && (plain.isEmpty
          || EVP_EncryptUpdate(state, output, &length, plain, Int32(plain.count)) == 1)
        && EVP_EncryptFinal_ex(state, output.map { $0 + plain.count }, &length) == 1
        && EVP_CIPHER_CTX_ctrl(
          state, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), output.map { $0 + plain.count }) == 1
    }
    guard done else { throw .failed }
    return sealed
  }

  /// The plain text, or `damaged`; the key must have 32 bytes.
  static func open(
    _ sealed: Bytes, key: Bytes, authenticating context: Bytes
  ) throws(SealError) -> Bytes {
    guard sealed.count >= nonceLength + tagLength else { throw .damaged }
    let nonce = Bytes(sealed[..<nonceLength])
    let hidden = Bytes(sealed[nonceLength..<(sealed.count - tagLength)])
    var tag = Bytes(sealed[(sealed.count - tagLength)...])
    guard let state = EVP_CIPHER_CTX_new() else { throw .failed }
    defer { EVP_CIPHER_CTX_free(state) }
    var plain = Bytes(repeating: 0, count: hidden.count)
    var length: Int32 = 0
    // The last call compares the tags, in constant time; until then `plain` isn't to be trusted.
    let done =
      EVP_DecryptInit_ex(state, cipher, nil, key, nonce) == 1
      && (context.isEmpty
        || EVP_DecryptUpdate(state, nil, &length, context, Int32(context.count)) == 1)
      && (hidden.isEmpty
        || EVP_DecryptUpdate(state, &plain, &length, hidden, Int32(hidden.count)) == 1)
      && EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1
      && EVP_DecryptFinal_ex(state, nil, &length) == 1
    guard done else { throw .damaged }
    return plain
  }
}
