import Foundation
import HTTP
import Primitives
import Testing
@testable import Waylink

/// Somebody at a browser: keeps cookies, fills in forms, says where requests come from.
final class Browser {
  let client: TestClient
  /// Name and value, as the browser holds them.
  var cookies: [String: String] = [:]
  var language: String?

  init(_ world: World, services: Services? = nil) {
    client = TestClient(world, services: services)
  }

  /// A second browser that holds the same cookies.
  func twin() -> Browser {
    let twin = Browser(client.world)
    twin.cookies = cookies
    return twin
  }

  func get(_ target: String, at location: SourceLocation = #_sourceLocation) -> Answer {
    keep(client.send("GET", target, headers: { describe(&$0) }, at: location))
  }

  /// Posts fields as a page of ours would.
  ///
  /// - Parameter change: what another site, or an older browser, would send otherwise.
  @discardableResult
  func post(
    _ target: String, _ fields: [(String, String)],
    headers change: (inout Headers) -> Void = { _ in },
    at location: SourceLocation = #_sourceLocation
  ) -> Answer {
    let body = fields.map { "\(PercentEncoding.encode($0))=\(PercentEncoding.encode($1))" }
    let bytes = Bytes(body.joined(separator: "&").utf8)
    let type = "application/x-www-form-urlencoded"
    return keep(
      client.send(
        "POST", target, .bytes(bytes, type: type),
        headers: {
          describe(&$0)
          $0.secFetchSite = "same-origin"
          $0.origin = "null"
          change(&$0)
        }, at: location))
  }

  /// Fills in the form of a page that is sent to `action` and sends it; what isn't given stays as
  /// it stands there.
  func submit(
    _ page: Answer, to action: String, _ typed: [String: String] = [:],
    at location: SourceLocation = #_sourceLocation
  ) throws -> Answer {
    let form = try #require(Self.form(in: page, to: action), sourceLocation: location)
    var fields = Self.hiddenFields(in: form)
    for (name, value) in typed.sorted(by: { $0.key < $1.key }) {
      #expect(form.contains("name=\"\(name)\""), "\(name)", sourceLocation: location)
      fields.append((name, value))
    }
    return post(action, fields, at: location)
  }

  private func describe(_ headers: inout Headers) {
    headers.accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    headers.acceptLanguage = language
    headers.userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    let jar = cookies.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
    headers.cookie = jar.isEmpty ? nil : jar.joined(separator: "; ")
  }

  private func keep(_ answer: Answer) -> Answer {
    for text in answer.setCookies {
      let pair = text.prefix { $0 != ";" }.split(separator: "=", omittingEmptySubsequences: false)
      cookies[String(pair[0])] = text.contains("Max-Age=0") ? nil : String(pair[1])
    }
    return answer
  }

  // MARK: Pages

  static func form(in page: Answer, to action: String) -> String? {
    page.text.components(separatedBy: "<form ").dropFirst().first {
      $0.contains("action=\"\(action)\"")
    }?.components(separatedBy: "</form>").first
  }

  static func hiddenFields(in form: String) -> [(String, String)] {
    form.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/).map {
      (unescaped($0.1), unescaped($0.2))
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(
      String(text)
    ) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }
}

extension Answer {
  var setCookies: [String] { headers.filter { $0.name == "Set-Cookie" }.map(\.value) }
}

extension Browser {
  static let session = "__Host-waylink"

  /// Makes an account by the page for it, and is signed in as its owner.
  @discardableResult
  func signUp(name: String = "Ada <Lovelace>") throws -> (email: String, password: String) {
    let email = TestClient.unusedEmail()
    let password = "correct horse \(UInt32.random(in: 0 ... .max)) staple"
    let page = try get("/console/sign-up").expecting(200)
    try submit(
      page, to: "/console/sign-up",
      ["name": name, "email": email, "password": password, "workspace_name": "Works & Co"]
    ).expecting(303)
    return (email, password)
  }

  /// Signs in by the page for it.
  func signIn(
    _ email: String, _ password: String, next: String? = nil,
    at location: SourceLocation = #_sourceLocation
  ) throws -> Answer {
    let query = next.map { "?next=\(PercentEncoding.encode($0))" } ?? ""
    let page = try get("/console/sign-in" + query).expecting(200)
    return try submit(
      page, to: "/console/sign-in", ["email": email, "password": password], at: location)
  }

  /// The path of the only workspace's page.
  func workspacePath() throws -> String {
    try #require(get("/console/workspace").expecting(303)["Location"])
  }
}
