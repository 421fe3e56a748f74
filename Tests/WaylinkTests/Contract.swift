import HTTP
import Testing

/// What http.md's "Common to all" says of every answer.
enum Contract {
  /// - Parameter cause: what the log would say of a 5xx.
  static func check(
    _ answer: Answer, to request: Request, cause: String?, at location: SourceLocation
  ) {
    #expect(answer.status != 500, "\(cause ?? "")", sourceLocation: location)
    // Cookies alone can't be put into one line (RFC 6265 §3).
    let names = answer.headers.map { $0.name.lowercased() }.filter { $0 != "set-cookie" }
    #expect(Set(names).count == names.count, "a header twice", sourceLocation: location)
    #expect(answer["X-Request-Id"] == request.id, sourceLocation: location)
    #expect(answer["Referrer-Policy"] == "no-referrer", sourceLocation: location)
    #expect(answer["X-Robots-Tag"]?.contains("noindex") == true, sourceLocation: location)
    #expect(answer["X-Content-Type-Options"] == "nosniff", sourceLocation: location)
    #expect(
      answer["Cache-Control"] == "private, no-store"
        || (answer["ETag"] != nil && answer["Cache-Control"] == "private, no-cache"),
      sourceLocation: location)
    if answer.status == 204 || answer.status == 304 || request.method == .head {
      #expect(answer.body.isEmpty, sourceLocation: location)
    }
    if answer.status == 405 { #expect(answer["Allow"] != nil, sourceLocation: location) }
    if answer.status == 401 {
      #expect(answer["WWW-Authenticate"] == "Bearer", sourceLocation: location)
    }
    if answer.status == 503 || answer.status == 429 {
      #expect(answer["Retry-After"] != nil, sourceLocation: location)
    }
    guard answer.status >= 400 else { return }
    if request.headers.prefersHTML {
      checkPage(answer, at: location)
    } else if request.method != .head {
      checkProblem(answer, request, at: location)
    }
  }

  private static func checkPage(_ answer: Answer, at location: SourceLocation) {
    #expect(answer["Content-Type"] == "text/html; charset=utf-8", sourceLocation: location)
    #expect(
      answer["Content-Security-Policy"]?.contains("default-src 'none'") == true,
      sourceLocation: location)
    if !answer.body.isEmpty {
      #expect(answer.text.hasPrefix("<!doctype html>"), sourceLocation: location)
    }
  }

  private static func checkProblem(
    _ answer: Answer, _ request: Request, at location: SourceLocation
  ) {
    #expect(answer["Content-Type"] == "application/problem+json", sourceLocation: location)
    let problem = answer.json
    #expect(problem["type"].text == "about:blank", sourceLocation: location)
    #expect(problem["status"].integer == answer.status, sourceLocation: location)
    #expect(problem["request_id"].text == request.id, sourceLocation: location)
    for name in ["title", "detail", "code"] {
      #expect(problem[name].text?.isEmpty == false, "\(name)", sourceLocation: location)
    }
    for error in problem["errors"].items {
      #expect(error.keys == ["field", "code", "detail"], sourceLocation: location)
    }
  }
}
