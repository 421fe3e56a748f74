import Primitives

/// A password, key or token that must never be printed by accident: every way Swift has of
/// turning a value into text gives `•••`.
///
/// Whoever needs the value says so with `reveal`, and a reviewer can search for that word.
/// The memory isn't wiped: Swift copies strings and arrays freely, so a wipe would only pretend.
package struct Secret: Sendable {
  /// The value's bytes.
  package let revealBytes: Bytes

  /// Keeps a text, as its UTF-8.
  package init(_ text: String) {
    revealBytes = Bytes(text.utf8)
  }

  /// Keeps bytes that needn't be a text.
  package init(_ bytes: Bytes) {
    revealBytes = bytes
  }

  /// The value as text. Only for a secret made from text: other bytes are repaired to UTF-8.
  package var reveal: String { String(decoding: revealBytes, as: UTF8.self) }
}

/// What prints as `•••`, whoever asks and however.
///
/// `String(describing:)`, `String(reflecting:)`, interpolation, `dump` and `Mirror` are covered;
/// a type that holds a redacted value may keep its own printing.
package protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{}

extension Redacted {
  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Redacted {}
