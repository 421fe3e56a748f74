import Glibc

/// The FastCGI parameters that `nginx/waylink-fastcgi.conf` sends.
enum Parameter: Int, CaseIterable {
  case accept, acceptLanguage, authorization, contentLength, contentType
  case cookie, editToken, idempotencyKey, ifNoneMatch, method, origin, purpose, remoteAddress
  case requestID, secFetchSite, target, userAgent

  var name: StaticString {
    switch self {
    case .accept: "HTTP_ACCEPT"
    case .acceptLanguage: "HTTP_ACCEPT_LANGUAGE"
    case .authorization: "HTTP_AUTHORIZATION"
    case .contentLength: "CONTENT_LENGTH"
    case .contentType: "CONTENT_TYPE"
    case .cookie: "HTTP_COOKIE"
    case .editToken: "HTTP_X_EDIT_TOKEN"
    case .idempotencyKey: "HTTP_IDEMPOTENCY_KEY"
    case .ifNoneMatch: "HTTP_IF_NONE_MATCH"
    case .method: "REQUEST_METHOD"
    case .origin: "HTTP_ORIGIN"
    case .purpose: "HTTP_SEC_PURPOSE"
    case .remoteAddress: "REMOTE_ADDR"
    case .requestID: "REQUEST_ID"
    case .secFetchSite: "HTTP_SEC_FETCH_SITE"
    case .target: "REQUEST_URI"
    case .userAgent: "HTTP_USER_AGENT"
    }
  }
}

/// Finds the known parameters among all in one pass.
struct Parameters {
  private var values = [UnsafePointer<CChar>?](
    repeating: nil, count: Parameter.allCases.count)

  /// - Parameter environment: libfcgi's `NAME=value` strings, alive until the request is finished.
  init(_ environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) {
    guard var next = environment else { return }
    while let entry = next.pointee {
      if let equals = strchr(entry, Int32(UInt8(ascii: "="))) {
        let length = equals - entry
        for parameter in Parameter.allCases
        where parameter.name.utf8CodeUnitCount == length
          && memcmp(entry, parameter.name.utf8Start, length) == 0
        {
          values[parameter.rawValue] = UnsafePointer(equals + 1)
          break
        }
      }
      next += 1
    }
  }

  /// Nil for a parameter that is missing or empty. What is not UTF-8 is repaired.
  subscript(parameter: Parameter) -> String? {
    guard let value = values[parameter.rawValue], value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
