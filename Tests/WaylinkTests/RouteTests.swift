import Primitives
import Testing

/// Every address with every method.
@Suite struct RouteTests {
  private static let job = UUID.v7().text
  private static let task = UUID.v7().text
  private static let token = "abcdefghijklmnopqrstuvwx"

  struct Address: Sendable, CustomTestStringConvertible {
    let path: String
    let allowed: [String]

    init(_ path: String, _ allowed: String...) {
      self.path = path
      self.allowed = allowed
    }

    var testDescription: String { path }
  }

  static let addresses = [
    Address("/v1/auth/register", "POST"), Address("/v1/auth/login", "POST"),
    Address("/v1/auth/refresh", "POST"), Address("/v1/auth/logout", "POST"),
    Address("/v1/auth/password", "POST"), Address("/v1/me", "GET", "HEAD"),
    Address("/v1/auth/password-reset", "POST"),
    Address("/v1/auth/password-reset/confirm", "POST"),
    Address("/v1/me/messages", "GET", "HEAD", "PATCH"),
    Address("/v1/me/sessions", "GET", "HEAD", "DELETE"),
    Address("/v1/me/sessions/\(job)", "DELETE"),
    Address("/api/workspaces/\(job)/memberships", "GET", "HEAD", "POST"),
    Address("/api/workspaces/\(job)/memberships/\(job)", "PATCH", "DELETE"),
    Address("/api/workspaces/\(job)/api-keys", "GET", "HEAD", "POST"),
    Address("/api/workspaces/\(job)/api-keys/\(job)", "DELETE"),
    Address("/v1/client/register", "POST"), Address("/v1/client/close", "POST"),
    Address("/v1/client/profile", "GET", "HEAD", "PATCH"),
    Address("/v1/client/by-connection/\(token)", "GET", "HEAD"),
    Address("/v1/client/workspaces", "GET", "HEAD"),
    Address("/v1/client/workspaces/\(job)", "PUT"),
    Address("/v1/client/lookups", "GET", "HEAD"), Address("/v1/client/jobs", "GET", "HEAD"),
    Address("/v1/client/jobs/\(job)", "GET", "HEAD"),
    Address("/v1/client/jobs/\(job)/tasks", "GET", "HEAD"),
    Address("/v1/client/stats", "GET", "HEAD"),
    Address("/v1/jobs", "GET", "HEAD", "POST"),
    Address("/v1/jobs/\(job)", "GET", "HEAD", "PATCH", "DELETE"),
    Address("/v1/jobs/\(job)/cancel", "POST"), Address("/v1/jobs/\(job)/restart", "POST"),
    Address("/v1/jobs/\(job)/restore", "POST"),
    Address("/v1/jobs/\(job)/tasks/\(task)", "PATCH"),
    Address("/v1/jobs/\(job)/tasks", "GET", "HEAD", "POST"),
    Address("/v1/jobs/\(job)/export", "GET", "HEAD"),
    Address("/v1/jobs/\(job)/share-links", "GET", "HEAD", "POST"),
    Address("/v1/jobs/\(job)/share-links/\(token)", "PATCH", "DELETE"),
    Address("/v1/jobs/\(job)/share-links/\(token)/rotate", "POST"),
    Address("/v1/jobs/\(job)/share-links/\(token)/opens", "GET", "HEAD"),
    Address("/v1/jobs/\(job)/share-links/\(token)/events", "GET", "HEAD"),
    Address("/v1/albums", "GET", "HEAD", "POST"),
    Address("/v1/albums/\(job)", "GET", "HEAD", "PATCH", "DELETE"),
    Address("/v1/albums/\(job)/restore", "POST"),
    Address("/v1/albums/\(job)/members", "GET", "HEAD"),
    Address("/v1/albums/\(job)/members/\(job)", "DELETE"),
    Address("/v1/albums/\(job)/share-link", "GET", "HEAD", "POST", "DELETE"),
    Address("/v1/albums/\(job)/share-link/rotate", "POST"),
    Address("/v1/albums/\(job)/share-links", "GET", "HEAD", "POST"),
    Address("/v1/albums/\(job)/share-links/\(job)", "PATCH", "DELETE"),
    Address("/v1/albums/\(job)/share-links/\(job)/opens", "GET", "HEAD"),
    Address("/v1/albums/\(job)/share-links/\(job)/events", "GET", "HEAD"),
    Address("/v1/shared/albums/\(token)", "GET", "HEAD"),
    Address("/v1/shared/albums/\(token)/accept", "POST"),
    Address("/v1/shared/albums/\(token)/photos/\(job)", "GET", "HEAD"),
    Address("/v1/albums/\(job)/photos", "GET", "HEAD", "POST"),
    Address("/v1/albums/\(job)/photos/\(job)", "GET", "HEAD", "PATCH", "DELETE"),
    Address("/api/documents/\(job)/share-links", "GET", "HEAD", "POST"),
    Address("/api/share-links/\(job)", "PATCH", "DELETE"),
    Address("/api/share-links/not-an-id", "PATCH", "DELETE"),
    Address("/api/share-links/\(job)/opens", "GET", "HEAD"),
    Address("/api/share-links/\(job)/events", "GET", "HEAD"),
    Address("/api/share-links/\(token)/access", "POST"),
    Address("/api/share-links/\(token)/document", "GET", "HEAD"),
    Address("/v1/shared/jobs/\(token)", "GET", "HEAD"),
    Address("/v1/shared/jobs/\(token)/tasks", "GET", "HEAD"),
    Address("/v1/shared/jobs/\(token)/export", "GET", "HEAD"),
    Address("/shared/jobs/\(token)", "GET", "HEAD"),
    Address("/api/workspaces/\(job)/documents", "GET", "HEAD", "POST"),
    Address("/api/workspaces/x/documents", "GET", "HEAD", "POST"),
    Address("/api/documents/\(job)", "GET", "HEAD", "PATCH", "DELETE"),
    Address("/api/documents/\(job)/restore", "POST"),
    Address("/api/documents/\(job)/versions", "GET", "HEAD"),
    Address("/api/documents/\(job)/versions/1", "GET", "HEAD"),
    Address("/api/documents/x/versions/0", "GET", "HEAD"),
    Address("/api/documents/\(job)/comments", "GET", "HEAD", "POST"),
    Address("/api/documents/\(job)/comments/\(task)", "PATCH", "DELETE"),
    Address("/api/documents/\(job)/edit-requests", "GET", "HEAD"),
    Address("/api/documents/\(job)/edit-requests/\(task)", "PATCH"),
    Address("/api/share-links/\(token)/comments", "GET", "HEAD", "POST"),
    Address("/api/share-links/\(token)/comments/\(task)", "PATCH", "DELETE"),
    Address("/api/share-links/\(token)/comments/x", "PATCH", "DELETE"),
    Address("/api/share-links/\(token)/edit-requests", "POST"),
    Address("/shared/documents/\(token)", "GET", "HEAD"),
    Address("/shared/documents/\(token)/password", "GET", "HEAD", "POST"),
    Address("/shared/documents/\(token)/comments", "GET", "HEAD", "POST"),
    Address("/shared/documents/\(token)/comments/\(job)", "GET", "HEAD", "POST"),
    Address("/shared/documents/\(token)/comments/\(job)/delete", "GET", "HEAD", "POST"),
    Address("/shared/documents/\(token)/edit-requests", "GET", "HEAD", "POST"),
    Address("/healthz", "GET", "HEAD"), Address("/readyz", "GET", "HEAD"),
    Address("/metrics", "GET", "HEAD"),
  ]
  /// Members' pages of jobs; a link is named by its id in them.
  static let pages = [
    Address("/console/password-reset", "GET", "HEAD", "POST"),
    Address("/console/password-reset/\(token)", "GET", "HEAD", "POST"),
    Address("/console/invited/\(token)", "GET", "HEAD", "POST"),
    Address("/console/account/messages", "GET", "HEAD", "POST"),
    Address("/console", "GET", "HEAD"), Address("/console/jobs/new", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)", "GET", "HEAD"),
    Address("/console/jobs/\(job)/edit", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/cancel", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/restart", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/delete", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/restore", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/tasks", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/export", "GET", "HEAD"),
    Address("/console/jobs/\(job)/preview", "GET", "HEAD"),
    Address("/console/jobs/\(job)/link", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/link/\(task)/revoke", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/link/\(task)/expiry", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/link/\(task)/rotate", "GET", "HEAD", "POST"),
    Address("/console/jobs/\(job)/link/\(task)/preview", "GET", "HEAD"),
    Address("/console/documents", "GET", "HEAD"),
    Address("/console/documents/new", "GET", "HEAD", "POST"),
    Address("/console/documents/\(job)", "GET", "HEAD"),
    Address("/console/documents/\(job)/edit", "GET", "HEAD", "POST"),
    Address("/console/documents/\(job)/delete", "GET", "HEAD", "POST"),
    Address("/console/documents/\(job)/restore", "POST"),
    Address("/console/documents/\(job)/versions", "GET", "HEAD"),
    Address("/console/documents/\(job)/versions/1", "GET", "HEAD"),
    Address("/console/documents/\(job)/versions/1/restore", "POST"),
    Address("/console/documents/\(job)/links", "POST"),
    Address("/console/documents/\(job)/links/\(task)", "GET", "HEAD", "POST"),
    Address("/console/documents/\(job)/links/\(task)/revoke", "GET", "HEAD", "POST"),
    Address("/console/documents/\(job)/comments", "POST"),
    Address("/console/documents/\(job)/comments/\(task)/edit", "GET", "HEAD", "POST"),
    Address("/console/documents/\(job)/comments/\(task)/delete", "GET", "HEAD", "POST"),
    Address("/console/documents/\(job)/requests/\(task)", "POST"),
    Address("/console/sign-up/client", "GET", "HEAD", "POST"),
    Address("/console/client/settings", "GET", "HEAD", "POST"),
    Address("/console/client/close", "GET", "HEAD", "POST"),
    Address("/console/client/workspaces", "GET", "HEAD"),
    Address("/console/client/workspaces/\(job)/approve", "POST"),
    Address("/console/client/workspaces/\(job)/block", "GET", "HEAD", "POST"),
    Address("/console/client/lookups", "GET", "HEAD"), Address("/console/client", "GET", "HEAD"),
    Address("/console/client/jobs/\(job)", "GET", "HEAD"),
    Address("/console/client/jobs/\(job)/export", "GET", "HEAD"),
    Address("/console/jobs/new/connection", "POST"), Address("/console/clients", "GET", "HEAD"),
    Address("/shared/albums/\(token)", "GET", "HEAD"),
    Address("/shared/albums/\(token)/photos/\(job)", "GET", "HEAD"),
    Address("/shared/albums/\(token)/join", "GET", "HEAD", "POST"),
    Address("/console/albums", "GET", "HEAD"),
    Address("/console/albums/new", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)", "GET", "HEAD"),
    Address("/console/albums/\(job)/title", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/delete", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/restore", "POST"),
    Address("/console/albums/\(job)/photos", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/photos/\(task)", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/photos/\(task)/image", "GET", "HEAD"),
    Address("/console/albums/\(job)/photos/\(task)/earlier", "POST"),
    Address("/console/albums/\(job)/photos/\(task)/later", "POST"),
    Address("/console/albums/\(job)/photos/\(task)/cover", "POST"),
    Address("/console/albums/\(job)/photos/\(task)/delete", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/share-link", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/share-link/rotate", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/share-link/revoke", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/links", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/links/\(task)", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/links/\(task)/revoke", "GET", "HEAD", "POST"),
    Address("/console/albums/\(job)/members/\(task)/remove", "GET", "HEAD", "POST"),
  ]
  static let methods = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "BREW",
    "",
  ]

  private let client: TestClient

  init() throws {
    client = TestClient(try World.shared.get())
  }

  @Test(arguments: addresses + pages, methods)
  func answersToItsMethodsOnly(_ address: Address, _ method: String) throws {
    let answer = client.send(method, address.path)
    if address.allowed.contains(method) {
      #expect(answer.status != 405)
    } else {
      #expect(answer.status == 405)
      #expect(answer["Allow"] == address.allowed.joined(separator: ", "))
    }
  }

  /// The method is refused before anything else, also for a browser.
  @Test(arguments: addresses + pages)
  func showsABrowserAPage(_ address: Address) throws {
    let wrong = address.allowed.contains("PUT") ? "PATCH" : "PUT"
    let answer = client.send(wrong, address.path, .json("{")) { $0.accept = "text/html,*/*;q=0.8" }
    #expect(answer.status == 405)
    #expect(answer["Allow"] == address.allowed.joined(separator: ", "))
  }

  @Test(arguments: [
    "", "/", "//", "/v1", "/v1/", "/v1/jobs/", "/v1//jobs", "/v2/jobs", "/V1/jobs", "/v1/Jobs",
    "/v1/jobs/1", "/v1/jobs/\(job)/", "/v1/jobs/\(job)/task", "/v1/jobs/\(job)/tasks/x",
    "/v1/jobs/\(job)/tasks/\(task)/x", "/v1/jobs/\(job)/cancel/x", "/v1/jobs/\(job)/tasks/",
    "/v1/jobs/\(job)/share-links/a/b", "/v1/jobs/\(job)/share-links/a/rotate/b", "/v1/jobs/%2e%2e",
    "/v1/jobs/\(job)%2Ftasks", "/v1/jobs/\(job)/..", "/v1/shared", "/v1/shared/jobs",
    "/shared/jobs", "/shared/jobs/a/b", "/v1/auth", "/shared/documents",
    "/shared/documents/a/b", "/shared/documents/a/comments/b", "/shared/documents/a/",
    "/v1/auth/logout/x", "/healthz/", "/healthz/x", "/metrics%00", "/v1/jobs/%", "/v1/jobs/%zz",
    "/v1/jobs/%ff%fe", "/v1/jobs/\u{0}", "v1/jobs", "*", "http://other/v1/jobs", "/\\v1\\jobs",
    "/v1/shared/jobs/../../healthz", "/console/", "/console/jobs", "/console/jobs/",
    "/console/clients/", "/console/clients/x", "/console/client/jobs", "/console/client/jobs/x",
    "/console/client/jobs/\(job)/x", "/console/jobs/new/connection/x", "/console/jobs/new/x",
    "/console/jobs/x", "/console/jobs/\(job)/", "/console/jobs/\(job)/links",
    "/console/jobs/\(job)/link/\(task)", "/console/jobs/\(job)/link/\(token)/revoke",
    "/console/jobs/\(job)/link/\(task)/revoke/x", "/console/jobs/\(job)/delete/x",
    "/api/documents", "/api/workspaces/\(job)/documents/x", "/api/documents/\(job)/",
    "/api/documents/\(job)/version", "/api/documents/\(job)/versions/1/x",
    "/api/documents/\(job)/restore/x", "/api/documents/\(job)/comments/\(task)/x",
    "/api/share-links/\(token)/comments/\(task)/x", "/api/share-links/\(token)/edit-requests/x",
    "/console/documents/", "/console/documents/x", "/console/documents/new/x",
    "/console/documents/\(job)/x", "/console/documents/\(job)/edit/x",
    "/console/documents/\(job)/versions/0", "/console/documents/\(job)/versions/01",
    "/console/documents/\(job)/versions/+1", "/console/documents/\(job)/versions/1/x",
    "/console/documents/\(job)/versions/4294967296", "/console/documents/\(job)/links/\(token)",
    "/console/documents/\(job)/links/\(task)/x", "/console/documents/\(job)/comments/\(task)",
    "/console/documents/\(job)/requests", "/console/documents/\(job)/requests/x",
    "/console/sign-up/", "/console/sign-up/member", "/console/sign-up/client/x",
    "/console/client/", "/console/client/x", "/console/client/settings/x",
    "/console/client/workspaces/\(job)", "/console/client/workspaces/\(token)/block",
    "/console/client/workspaces/\(job)/approve/x", "/console/client/lookups/\(job)",
    "/shared/albums", "/shared/albums/a/b", "/shared/albums/a/photos/b", "/shared/albums/a/join/b",
    "/console/albums/", "/console/albums/x", "/console/albums/new/x", "/console/albums/\(job)/",
    "/console/albums/\(job)/x", "/console/albums/\(job)/delete/x",
    "/console/albums/\(job)/photos/x", "/console/albums/\(job)/photos/\(task)/x",
    "/console/albums/\(job)/photos/\(task)/cover/x", "/console/albums/\(job)/share-link/x",
    "/console/albums/\(job)/links/x", "/console/albums/\(job)/links/\(task)/x",
    "/console/albums/\(job)/members", "/console/albums/\(job)/members/\(task)",
  ])
  func knowsNoOtherAddress(_ path: String) throws {
    for method in ["GET", "DELETE"] {
      let answer = client.send(method, path)
      #expect(answer.status == 404)
      #expect(answer.code == "not_found")
    }
  }

  @Test func survivesAbsurdPaths() throws {
    for path in [
      "/" + String(repeating: "a", count: 100_000), String(repeating: "/", count: 10_000),
      "/v1/shared/jobs/" + String(repeating: "%41", count: 20_000),
      "/v1/shared/jobs/" + String(repeating: "🚚", count: 300),
    ] {
      #expect(client.get(path).status == 404)
    }
  }

  @Test func isAliveAndReady() throws {
    #expect(try client.get("/healthz").expecting(200).json["status"].text == "ok")
    #expect(try client.get("/readyz").expecting(200).json["status"].text == "ready")
    #expect(client.send("HEAD", "/readyz").status == 200)
  }

  @Test func hidesItsMetricsFromElsewhere() throws {
    #expect(client.get("/metrics").status == 404)
  }
}
