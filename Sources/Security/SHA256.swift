import COpenSSL
import Primitives

/// SHA-256 (FIPS 180-4), by OpenSSL.
package enum SHA256 {
  /// OpenSSL 3 looks an algorithm up by name at every use of `SHA256()` or `EVP_sha256()`, which
  /// takes longer than hashing a token; so it is fetched once.
  ///
  /// `nonisolated(unsafe)`: a fetched algorithm never changes and is counted atomically, so OpenSSL
  /// lets all threads share it; only Swift doesn't know.
  nonisolated(unsafe) static let algorithm = EVP_MD_fetch(nil, "SHA256", nil)

  /// The digest of bytes anywhere in memory.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    Digest { EVP_Digest(bytes.baseAddress, bytes.count, $0, nil, algorithm, nil) }
  }

  /// The digest of bytes.
  package static func hash(_ bytes: Bytes) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  /// The digest of a text's UTF-8.
  package static func hash(_ text: String) -> Digest {
    var text = text
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }

  /// SHA-256 of what comes in pieces, such as an upload. One owner, one digest.
  package struct Hasher: ~Copyable {
    private let context: OpaquePointer?

    /// An empty message.
    package init() {
      context = EVP_MD_CTX_new()
      demand(EVP_DigestInit_ex(context, algorithm, nil))
    }

    deinit {
      EVP_MD_CTX_free(context)
    }

    /// Appends a piece of any length.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
      demand(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    /// Appends a piece of any length.
    package mutating func update(_ bytes: Bytes) {
      bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of all pieces; the hasher is used up.
    package consuming func finish() -> Digest {
      let context = context
      return Digest { EVP_DigestFinal_ex(context, $0, nil) }
    }
  }
}

extension Digest {
  /// Lets `write` fill the 32 bytes; traps unless it returns 1.
  init(_ write: (UnsafeMutablePointer<UInt8>?) -> Int32) {
    var words = SIMD4<UInt64>()
    withUnsafeMutableBytes(of: &words) {
      demand(write($0.assumingMemoryBound(to: UInt8.self).baseAddress))
    }
    self.init(words: words)
  }
}

/// Traps unless OpenSSL succeeded.
private func demand(_ result: Int32) {
  // Fails only without memory for its state, where Swift's own allocations trap as well.
  guard result == 1 else { fatalError("OpenSSL has no memory for SHA-256") }
}
