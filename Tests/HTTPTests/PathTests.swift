import HTTP
import Primitives
import Testing

@Suite struct PathSegmentsTests {
  private func segments(_ path: String) -> [String]? {
    guard var rest = PathSegments(path) else { return nil }
    var segments: [String] = []
    while let segment = rest.next() { segments.append(segment) }
    return segments
  }

  @Test(arguments: [
    ("/", [""]),
    ("/v1/jobs", ["v1", "jobs"]),
    ("/v1/jobs/", ["v1", "jobs", ""]),
    ("/v1//jobs", ["v1", "", "jobs"]),
    ("//host", ["", "host"]),
    ("/a%2Fb/c", ["a/b", "c"]),
    ("/a%2fb%5C", ["a/b\\"]),
    ("/../%2E%2e/.", ["..", "..", "."]),
    ("/%00", ["\0"]),
    ("/a+b", ["a+b"]),
    ("/%C3%B1", ["ñ"]),
    ("/ñ", ["ñ"]),
    ("/a;b=c,d:e@f", ["a;b=c,d:e@f"]),
    ("/%25%32%46", ["%2F"]),
  ])
  func splits(path: String, expected: [String]) {
    #expect(segments(path) == expected)
  }

  @Test(arguments: [
    "", "v1/jobs", "?/v1", "http://host/v1", "*", "/%", "/%4", "/%4/x", "/%zz", "/%+1", "/% 1",
    "/%C3", "/%FF", "/%C0%AF", "/%ED%A0%80", "/%F4%90%80%80",
  ])
  func refuses(path: String) {
    #expect(PathSegments(path) == nil)
  }

  /// A slash followed by a character that joins the one before it is one `Character` to Swift; to
  /// the front server, which chose the location by bytes, it is a slash.
  @Test(arguments: ["\u{FE0F}", "\u{301}", "\u{200D}", "\u{338}"])
  func splitsAtSlashesThatCharactersJoin(joiner: String) {
    #expect(segments("/\(joiner)v1/jobs") == ["\(joiner)v1", "jobs"])
    #expect(segments("/v1/\(joiner)jobs") == ["v1", "\(joiner)jobs"])
  }

  @Test func boundsLengthAndCount() {
    #expect(PathSegments("/" + String(repeating: "a", count: 2_047)) != nil)
    #expect(PathSegments("/" + String(repeating: "a", count: 2_048)) == nil)
    #expect(segments(String(repeating: "/a", count: 16))?.count == 16)
    #expect(PathSegments(String(repeating: "/a", count: 17)) == nil)
    #expect(PathSegments(String(repeating: "/", count: 2_000)) == nil)
  }

  @Test func takesLiterals() throws {
    var path = try #require(PathSegments("/v1/jobs"))
    let taken = ["jobs", "V1", "", "v1", "v1", "jobs"].map { path.take($0) }
    #expect(taken == [false, false, false, true, false, true])
    #expect(path.isAtEnd)
    let beyond = path.take("")
    #expect(!beyond)
  }

  @Test func takesTheLastOnlyWhenItIs() throws {
    var path = try #require(PathSegments("/v1/7"))
    let taken = [path.last(), path.next(), path.last(), path.last(), path.next()]
    #expect(taken == [nil, "v1", "7", nil, nil])
  }
}

@Suite struct PercentEncodingTests {
  @Test(arguments: naughtyTexts)
  func everyTextSurvives(text: String) {
    let encoded = PercentEncoding.encode(text)
    #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    #expect(!encoded.contains { "/?#&=+ \"<>\\".contains($0) })
    #expect(PercentEncoding.decode(encoded[...]).map { Array($0.utf8) } == Array(text.utf8))
    #expect(
      PercentEncoding.decode(encoded[...], plusIsSpace: true).map { Array($0.utf8) }
        == Array(text.utf8))
  }

  @Test func plusIsSpaceOnlyWhereAsked() {
    #expect(PercentEncoding.decode("a+b%2B") == "a+b+")
    #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
  }

  @Test func leavesUnreservedAlone() {
    #expect(PercentEncoding.encode("AZaz09-._~") == "AZaz09-._~")
    #expect(PercentEncoding.encode("ñ/ ") == "%C3%B1%2F%20")
  }
}

@Suite struct RouteTests {
  private enum Thing: Route {
    case thing

    init?(_ path: PathSegments) {
      var path = path
      guard path.take("thing"), path.isAtEnd else { return nil }
      self = .thing
    }

    var path: String { "/thing" }

    enum Operation: NamedOperation {
      case show
      case remove

      var name: StaticString { "thing" }
    }

    func operation(for method: Method) -> Operation? {
      switch method {
      case .get: .show
      case .delete: .remove
      default: nil
      }
    }
  }

  @Test func asksForAHeadAsAGet() throws {
    #expect(try Thing.thing.operation(of: Request(method: .head, target: "/thing")) == .show)
    #expect(try Thing.thing.operation(of: Request(method: .delete, target: "/thing")) == .remove)
  }

  @Test(arguments: [Method.post, .put, .patch, nil])
  func refusesOtherMethodsWithAllow(method: Method?) throws {
    let refusal = try problem {
      _ = try Thing.thing.operation(of: Request(method: method, target: "/thing"))
    }
    #expect(refusal.status == .methodNotAllowed)
    #expect(refusal.headers == [Header("Allow", "GET, HEAD, DELETE")])
  }

  @Test func printsWhatItReads() throws {
    #expect(Thing(try #require(PathSegments(Thing.thing.path))) == .thing)
    #expect(Thing(try #require(PathSegments("/thing/"))) == nil)
  }
}

@Suite struct AskingPathTests {
  @Test func escapesItsParameters() {
    let path = LocalPath(
      "/a/b", asking: [("q", "é &#?"), ("attr[x][gte]", "1+1"), ("empty", "")], fragment: "here")
    #expect(path.text == "/a/b?q=%C3%A9%20%26%23%3F&attr%5Bx%5D%5Bgte%5D=1%2B1&empty=#here")
    #expect(LocalPath("/a", asking: []).text == "/a")
    #expect(LocalPath("/a", asking: [("a", "\\\r\n\0")]).text == "/a?a=%5C%0D%0A%00")
  }

  @Test(arguments: ["//evil.example", "https://evil.example", "a", "", "/a\\b", "/a b"])
  func leadsNowhereElse(path: String) {
    #expect(LocalPath(path, asking: [("q", "x")]) == .root)
  }
}
