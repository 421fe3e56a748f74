import Primitives

/// The secret part of a link's address. Whoever holds it is let in, so it prints as `•••`, and only
/// its digest is looked up.
package struct LinkToken: Sendable {
  /// The token as it stands in the address: `[A-Za-z0-9_-]`.
  package let text: String

  /// A new token: 144 random bits, as 24 characters. That is more than the 128 bits that are asked
  /// for, and divides by three, so that no character carries spare bits.
  package init() {
    text = Base64URL.encode(SecureRandom.bytes(18))
  }

  /// A token from outside; nil unless it is 8 to 128 characters of `[A-Za-z0-9_-]`, so that what
  /// can't be a token costs no look-up. Shorter and longer ones than ours are let through to the
  /// look-up, for the sake of tokens made by an earlier system.
  package init?(_ text: some StringProtocol) {
    self.init(String(text))
  }

  /// The same, and not generic: this is on the way of every guest, and generic code from another
  /// room takes five times as long.
  package init?(_ text: String) {
    var text = text
    let isToken = text.withUTF8 { (8...128).contains($0.count) && $0.allSatisfy(Self.isAllowed) }
    guard isToken else { return nil }
    self.text = text
  }

  /// The SHA-256 of the text: the key to look up by. Computed at each call.
  package var digest: Digest { SHA256.hash(text) }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }
}

extension LinkToken: Redacted {}
