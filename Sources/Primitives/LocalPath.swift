/// A path of this site, as a link or a redirect may name it: what a browser can only understand as
/// a place on the host that it is speaking to.
///
/// A path may bring its query along. Nothing is decoded: what is hidden behind an escape stays
/// inside the path.
package struct LocalPath: Hashable, Sendable {
  package let text: String

  /// Nil for what could lead elsewhere: no `/` at the start, `//host`, a backslash (browsers take
  /// it for a slash), white space and control characters (browsers drop some of them).
  package init?(_ text: String) {
    var text = text
    // By bytes: `/` and a joining character are one `Character`, and a browser drops some of them.
    let isOurs = text.withUTF8 { utf8 in
      utf8.first == UInt8(ascii: "/") && utf8.dropFirst().first != UInt8(ascii: "/")
        && utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\\") && $0 != 0x7F }
    }
    guard isOurs else { return nil }
    self.text = text
  }

  private init(known text: String) {
    self.text = text
  }

  /// `/`.
  package static let root = LocalPath(known: "/")
}
