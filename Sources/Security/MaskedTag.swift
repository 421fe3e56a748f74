import Primitives

/// A tag as a page says it: each time under another pad, so that no two pages say it alike.
///
/// Pages are compressed on their way, and some repeat what their address said. A tag that stood in
/// them as it is could be guessed character by character from how long they are, by whoever sees
/// the length and chooses the address (BREACH, CVE-2013-3587).
package enum MaskedTag {
  private static let length = 32

  /// 86 characters of base64url: a random pad, and the tag under it.
  package static func text(of tag: Digest) -> String {
    let pad = SecureRandom.bytes(length)
    return Base64URL.encode(pad + zip(pad, tag.bytes).map { $0 ^ $1 })
  }

  /// The tag that such a text holds; nil for any other text.
  package static func read(_ text: String) -> Digest? {
    guard text.utf8.count <= 86, let bytes = Base64URL.decode(text), bytes.count == 2 * length
    else { return nil }
    return Digest(zip(bytes.prefix(length), bytes.suffix(length)).map { $0 ^ $1 })
  }
}
