import CJWT
import Glibc
import Primitives

/// HMAC-SHA-256 signatures (RFC 7515), by libjwt 1.10.
///
/// libjwt shares nothing between its objects, so any thread may call. What it does and we guard
/// against, before it sees a token: it takes whichever of ten algorithms the header names, in
/// any case, and the last of two; ignores `crit`, and a `typ` that isn't a text; decodes sloppy
/// base64; and takes token and payload for C strings, which end at U+0000.
enum HS256 {
  /// The token, or nil if libjwt refuses a name or text (not UTF-8, no memory). The
  /// names must not be empty, and nothing may hold U+0000. libjwt itself adds `alg`, and `typ` as `JWT`, the only one that it can.
  static func sign(_ claims: [String: Claim], keyID: String, key: Bytes) -> String? {
    var token: OpaquePointer?
    guard jwt_new(&token) == 0 else { return nil }
    defer { jwt_free(token) }
    guard jwt_set_alg(token, JWT_ALG_HS256, key, Int32(key.count)) == 0,
      jwt_add_header(token, "kid", keyID) == 0
    else { return nil }
    for (name, claim) in claims {
      let code =
        switch claim {
        case .text(let text): jwt_add_grant(token, name, text)
        case .integer(let number): jwt_add_grant_int(token, name, Int(number))
        }
      guard code == 0 else { return nil }
    }
    guard let text = jwt_encode_str(token) else { return nil }
    // This version has no `jwt_free_str`: its strings come from malloc.
    defer { free(text) }
    return String(cString: text)
  }

  /// Whether the token was signed with the key. The caller has made sure that it has three canonical
  /// segments and that its header says HS256, and reads the claims itself.
  static func isGenuine(_ token: String, key: Bytes) -> Bool {
    var decoded: OpaquePointer?
    defer { jwt_free(decoded) }
    return jwt_decode(&decoded, token, key, Int32(key.count)) == 0
      && jwt_get_alg(decoded) == JWT_ALG_HS256
  }
}
