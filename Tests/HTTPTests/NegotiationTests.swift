import HTTP
import Testing

@Suite struct NegotiationTests {
  /// What browsers send when they are led to a page.
  @Test(arguments: [
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/png,"
      + "image/svg+xml,*/*;q=0.8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
      + "q=0.8,application/signed-exchange;v=b3;q=0.7",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html", "TEXT/HTML; Charset=utf-8", "application/xhtml+xml", "text/html, application/json",
    "application/json;q=0.5,text/html;q=0.6", " text/html ;q=0.1", "text/html;level=1;Q=0.3",
  ])
  func showsAPage(accept: String) {
    #expect(headers { $0.accept = accept }.prefersHTML)
  }

  /// What programs, pictures and scripts send.
  @Test(arguments: [
    nil, "", "*/*", "application/json", "application/json, */*", "application/problem+json",
    "application/json, text/plain, */*", "image/avif,image/webp,*/*", "text/css,*/*;q=0.1",
    "text/*", "text/html;q=0", "text/html;q=0.0, */*", "application/json,text/html;q=0.9",
    "text/html;q=nan", "text/html;q=", "text/html;q=-1", "text/htmlx", "xtext/html", ",,;;q=1,",
    ";q=1", "text/html;q=high",
  ])
  func answersJSON(accept: String?) {
    #expect(!headers { $0.accept = accept }.prefersHTML)
  }

  @Test(
    arguments: [
      ("es", "es"), ("es-MX,es;q=0.9,en;q=0.8", "es"), ("en-US,en;q=0.5", "en"),
      ("de-DE,de;q=0.9,es;q=0.2,en;q=0.1", "es"), ("en;q=0.4, ES-419;q=0.5", "es"),
      ("en, es", "en"), ("es;q=0, en;q=0.001", "en"), ("es;q=0", nil), ("fr", nil), ("*", nil),
      ("", nil), (nil, nil), ("eso", nil), ("en_US", nil), ("es;q=nan", nil), (";;,,-", nil),
      (String(repeating: "x,", count: 5_000) + "es", nil),
    ] as [(String?, String?)])
  func choosesALanguage(accepted: String?, expected: String?) {
    #expect(headers { $0.acceptLanguage = accepted }.language(among: ["en", "es"]) == expected)
  }

  @Test(arguments: [
    ("\"a.1\"", true), ("W/\"a.1\"", true), ("*", true), (" * ", true),
    ("\"x\", \"a.1\"", true), ("W/\"x\",W/\"a.1\"\t", true), ("\"x\",\"y\" , W/\"a.1\"", true),
    ("", false), ("\"a.10\"", false), ("\"A.1\"", false), ("a.1", false), ("w/\"a.1\"", false),
    ("W/a.1", false), ("\"a.1", false), ("\"x\"", false), ("\"*\"", false),
    ("\"a.1\" \"x\"", false),
  ])
  func comparesTagsWeakly(condition: String, expected: Bool) {
    #expect(headers { $0.ifNoneMatch = condition }.alreadyHas(EntityTag("a.1")) == expected)
  }

  @Test func answersNotModifiedWithoutWork() throws {
    var request = Request(method: .get, target: "/")
    let tag = EntityTag("7")
    let full = request.conditional(tag) { Response(.ok, body: .bytes([1])) }
    #expect(full.status == .ok)
    #expect(full.headers.contains(Header("ETag", "W/\"7\"")))
    #expect(full.headers.contains(Header("Cache-Control", "private, no-cache")))

    request.headers.ifNoneMatch = "W/\"7\""
    var wasAsked = false
    let short = request.conditional(tag) {
      wasAsked = true
      return Response(.ok)
    }
    #expect(short.status == .notModified)
    #expect(short.headers == full.headers)
    #expect(!wasAsked)
    guard case .none = short.body else {
      Issue.record("a 304 has no body")
      return
    }
  }

  @Test(
    arguments: [
      (nil, nil), ("", nil), ("application/json", "application/json"),
      ("Application/JSON ; charset=utf-8", "application/json"), (" text/csv", "text/csv"),
    ] as [(String?, String?)])
  func readsTheMediaType(type: String?, expected: String?) {
    #expect(headers { $0.contentType = type }.mediaType == expected)
  }

  private func headers(_ set: (inout Headers) -> Void) -> Headers {
    var headers = Headers()
    set(&headers)
    return headers
  }
}
