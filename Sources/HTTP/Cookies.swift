import Primitives

extension Headers {
  /// Longer headers are of no browser; and this one is walked through at each request.
  private static let maximumCookieBytes = 8 << 10

  /// The value of a cookie (RFC 6265 §4.2.1), as it was sent; nil without one.
  ///
  /// Also nil when it comes twice: then somebody who may set cookies for a wider domain or another
  /// path has added one, and which is ours can't be told.
  package func cookie(_ name: String) -> String? {
    guard let cookie, cookie.utf8.count <= Self.maximumCookieBytes else { return nil }
    var found: String?
    for pair in cookie.utf8.split(separator: UInt8(ascii: ";")) {
      let pair = pair.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
        pair[..<equals].elementsEqual(name.utf8)
      else { continue }
      guard found == nil else { return nil }
      found = String(Substring(pair[pair.index(after: equals)...]))
    }
    return found
  }
}

/// A cookie to be set. What protects it can't be left out: no script reads it (`HttpOnly`), no
/// other site's form or frame brings it along (`SameSite=Lax`), it goes to no other host (no `Domain`),
/// and there to all of it (`Path=/`), or only to what lies below a path.
package struct Cookie: Sendable {
  /// How long the browser keeps it.
  package enum Lifetime: Sendable {
    /// Until the browser is closed.
    case visit
    case seconds(Int)
    /// It is forgotten at once.
    case over
  }

  package let name: String
  private let value: String
  private let path: LocalPath
  private let lifetime: Lifetime
  private let isSecure: Bool

  /// - Parameters:
  ///   - name: a word of letters and dashes. On https, `__Host-` stands before it (RFC 6265bis
  ///     §4.1.3.2): no neighbouring host can then set it for us, nor anybody over plain http. Before
  ///     that of a narrower path stands `__Secure-`, which promises only the latter.
  ///   - value: of letters, digits, `-`, `_`, `.` and `~`; other characters are left out, so that
  ///     no value can start another attribute.
  ///   - path: it goes to this path and to those below it; one without a query, as a route prints it.
  ///   - isSecure: whether this site is reached by https.
  package init(
    _ name: String, _ value: String, path: LocalPath = .root, lifetime: Lifetime, isSecure: Bool
  ) {
    self.name = Self.name(name, path: path, isSecure: isSecure)
    self.value = String(decoding: value.utf8.filter(Self.isPlain), as: UTF8.self)
    self.path = path
    self.lifetime = lifetime
    self.isSecure = isSecure
  }

  /// As it stands in both headers.
  package static func name(
    _ name: String, path: LocalPath = .root, isSecure: Bool
  ) -> String {
    guard isSecure else { return name }
    return (path == .root ? "__Host-" : "__Secure-") + name
  }

  package var header: Header {
    let plainPath = path.text.utf8.filter { Self.isPlain($0) || Self.isOfPath($0) }
    let place = String(decoding: plainPath, as: UTF8.self)
    var text = "\(name)=\(value); Path=\(place); HttpOnly; SameSite=Lax"
    if isSecure { text += "; Secure" }
    switch lifetime {
    case .visit: break
    case .seconds(let seconds): text += "; Max-Age=\(seconds)"
    case .over: text += "; Max-Age=0"
    }
    return Header("Set-Cookie", text)
  }

  private static func isOfPath(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "%")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

extension Response {
  package mutating func set(_ cookie: Cookie) {
    headers.append(cookie.header)
  }

  package func with(_ cookie: Cookie) -> Response {
    var copy = self
    copy.set(cookie)
    return copy
  }
}
