import Primitives

/// Makes and checks JSON Web Tokens (RFC 7519) by the rules of RFC 8725: one algorithm, one set of
/// keys, and a type in each token, so that one made for one purpose is never taken for another.
///
/// The type is the claim `typ`, inside what is signed; the header's `typ` is always `JWT`, since
/// libjwt 1.10 writes and accepts no other. Any thread may call.
package struct TokenSigner: Sendable {
  private static let maximumLength = 4_096

  private let keys: KeyRing

  package init(_ keys: KeyRing) {
    self.keys = keys
  }

  /// A token signed with the ring's current key.
  ///
  /// The type is what it is for, such as `at+jwt` for access tokens (RFC 9068). The claims must have
  /// `exp`, in seconds since 1970, and no `typ`. Throws `unsignable` when `verify` would refuse the
  /// token for its form.
  package func sign(type: String, claims: [String: Claim]) throws(JWTError) -> String {
    guard case .integer = claims["exp"], claims["typ"] == nil else { throw .unsignable }
    var all = claims
    all["typ"] = .text(type)
    // libjwt takes C strings: whatever follows U+0000 would be lost without a word.
    for (name, claim) in all {
      guard !name.isEmpty, !name.utf8.contains(0) else { throw .unsignable }
      if case .text(let text) = claim, text.utf8.contains(0) { throw .unsignable }
    }
    let key = keys.current
    guard let token = HS256.sign(all, keyID: key.id, key: key.secret.revealBytes),
      token.utf8.count <= Self.maximumLength
    else { throw .unsignable }
    return token
  }

  /// What a token says, if it is one of ours, of this type, and valid now.
  ///
  /// `exp` must be there; the token is over in the second that it names. `nbf` and `iat` count when
  /// there. The order is cheapest first and nothing is believed before the signature: form,
  /// algorithm, key, signature, type, times.
  ///
  /// `leeway` is by how many seconds clocks may differ, in either direction; `acceptExpiredFor`, for
  /// how many seconds past its end a token is still taken, to be renewed.
  package func verify(
    _ token: some StringProtocol, type: String, now: Instant, leeway: Int64 = 0,
    acceptExpiredFor: Int64 = 0
  ) throws(JWTError) -> JWTClaims {
    let text = String(token)
    guard text.utf8.count <= Self.maximumLength else { throw .malformed }
    let segments = Self.segments(of: text)
    guard segments.count == 3, let header = Base64URL.decode(segments[0]),
      let payload = Base64URL.decode(segments[1]), Base64URL.decode(segments[2])?.count == 32
    else { throw .malformed }
    let key = try key(forHeader: header)
    guard HS256.isGenuine(text, key: key.secret.revealBytes) else { throw .badSignature }
    guard let claims = FlatJSON.members(of: payload) else { throw .malformed }
    guard claims["typ"] == .text(type) else { throw .wrongType }
    try Self.checkTimes(
      of: claims, now: now.seconds, leeway: leeway, acceptExpiredFor: acceptExpiredFor)
    return JWTClaims(claims)
  }

  /// Split by bytes: `String.split` goes by characters, which takes ten times as long.
  private static func segments(of token: String) -> [String] {
    Bytes(token.utf8).split(
      separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false
    )
    .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The key that a header asks for; the header must hold `alg`, `kid` and `typ` as we write them,
  /// and nothing else.
  private func key(forHeader header: Bytes) throws(JWTError) -> KeyRing.Key {
    guard let members = FlatJSON.members(of: header) else { throw .malformed }
    guard members["alg"] == .text("HS256") else { throw .wrongAlgorithm }
    guard members.count == 3, members["typ"] == .text("JWT"), case .text(let id) = members["kid"]
    else { throw .malformed }
    guard let key = keys[id] else { throw .unknownKey }
    return key
  }

  private static func checkTimes(
    of claims: [String: Claim], now: Int64, leeway: Int64, acceptExpiredFor: Int64
  ) throws(JWTError) {
    guard case .integer(let expiry) = claims["exp"] else { throw .malformed }
    for name in ["nbf", "iat"] {
      guard let claim = claims[name] else { continue }
      guard case .integer(let start) = claim else { throw .malformed }
      guard start <= now + leeway else { throw .notYetValid }
    }
    guard now - leeway - acceptExpiredFor < expiry else { throw .expired }
  }
}
