import Accounts
import HTTP
import MariaDB
import Primitives
import Security
import Testing
@testable import Waylink

/// Signing in with a browser: the session that its cookie names.
@Suite struct BrowserSessionTests {
  private let world: World
  private let person: Person
  private let database: MariaDB.Connection
  private var accounts: Accounts { world.services.accounts }
  private var request: Request {
    Request(method: .post, target: "/", remoteAddress: "192.0.2.17", id: "test")
  }

  init() throws {
    world = try World.shared.get()
    person = try TestClient(world).register()
    database = MariaDB.Connection(world.application)
  }

  private func signIn() throws -> BrowserSession {
    let form = try Fields.read(
      Array("{\"email\":\"\(person.email)\",\"password\":\"\(person.password)\"}".utf8),
      with: JSONReader()
    ) { SignInForm(&$0) }
    let signedIn = try accounts.signIn(form, from: request, on: database)
    return try accounts.beginBrowserSession(for: signedIn, on: database)
  }

  /// What another process makes of a cookie.
  private func find(_ cookie: String?) throws -> BrowserSession? {
    try world.services(with: [:]).accounts.browser(cookie: cookie, on: database)
  }

  @Test func isFoundByItsCookie() throws {
    let session = try signIn()
    let found = try #require(try find(session.secret.text))
    #expect(found.id == session.id)
    #expect(found.account.email == person.email)
    #expect(found.account.name == "Ada")
    #expect(try found.member().account.text == person.account)
    #expect(try found.member().identity.session == session.id)
    #expect(throws: AccountsError.self) { try found.client() }
    #expect(found.places.map(\.workspace.id.text) == [person.workspace])
    #expect(found.places.map(\.workspace.name) == ["Works"])
    #expect(found.places.map(\.membership.role) == [.owner])
    let row = try world.value(
      "SELECT CONCAT(kind, ' ', address_prefix) FROM sessions WHERE id = \(session.id)",
      as: String.self)
    #expect(row == "browser 192.0.2.0/24")
  }

  @Test(arguments: [
    nil, "", "short", "abcdefghijklmnopqrstuvwx", "a b", String(repeating: "a", count: 4_000),
  ])
  func isNobodyForAnotherCookie(_ cookie: String?) throws {
    _ = try signIn()
    #expect(try find(cookie) == nil)
  }

  /// An access token is no cookie, and a cookie no access token.
  @Test func isNoAccessToken() throws {
    let session = try signIn()
    #expect(try find(person.token) == nil)
    let client = TestClient(world, token: session.secret.text)
    #expect(client.get("/v1/jobs").status == 401)
  }

  @Test func takesOneRoundTrip() throws {
    let secret = try signIn().secret.text
    func statements() throws -> Int {
      try database.first("SHOW SESSION STATUS LIKE 'Com_stmt_execute'") { row in
        try row.skip()
        return Int(try row.next() as String) ?? -1
      } ?? -1
    }
    let before = try statements()
    #expect(try accounts.browser(cookie: secret, on: database) != nil)
    #expect(try statements() - before == 2, "its own, and the one that counts")
  }

  /// No fixation: a secret is made by us, at each sign-in, and once for a session.
  @Test func hasANewSecretAtEachSignIn() throws {
    let first = try signIn()
    let second = try signIn()
    #expect(first.id != second.id)
    #expect(first.secret.text != second.secret.text)
    #expect(try find(first.secret.text) != nil, "the other device stays signed in")
  }

  @Test func givesASessionOneSecret() throws {
    let form = try Fields.read(
      Array("{\"email\":\"\(person.email)\",\"password\":\"\(person.password)\"}".utf8),
      with: JSONReader()
    ) { SignInForm(&$0) }
    let signedIn = try accounts.signIn(form, from: request, on: database)
    let session = try accounts.beginBrowserSession(for: signedIn, on: database)
    #expect(throws: AccountsError.self) {
      try accounts.beginBrowserSession(for: signedIn, on: database)
    }
    #expect(try find(session.secret.text) != nil)
  }

  @Test func endsForAllProcessesAtOnce() throws {
    let session = try signIn()
    try accounts.endSession(session, from: request, on: database)
    #expect(try find(session.secret.text) == nil)
    // Again: nothing more happens.
    try accounts.endSession(session, from: request, on: database)
    let ends = try world.value(
      """
      SELECT COUNT(*) FROM audit_records
      WHERE subject_id = \(person.account) AND action = 'account.signed_out'
      """, as: Int.self)
    #expect(ends == 1)
  }

  @Test func ends30DaysAfterItsLastUse() throws {
    let session = try signIn()
    func use(daysAgo: Int, _ minutes: Int) throws {
      try world.sql(
        """
        UPDATE sessions SET last_used_at = UTC_TIMESTAMP(6) - INTERVAL \(daysAgo) DAY
          + INTERVAL \(minutes) MINUTE WHERE id = \(session.id)
        """)
    }
    try use(daysAgo: 30, 1)
    #expect(try find(session.secret.text) != nil)
    try use(daysAgo: 30, -1)
    #expect(try find(session.secret.text) == nil)
  }

  /// Reading writes nothing; what was read is written down later, and not each time.
  @Test(arguments: [(4, false), (6, true)])
  func notesItsUseAfterSomeMinutes(_ minutesAgo: Int, _ isWritten: Bool) throws {
    let session = try signIn()
    let services = try world.services(with: [:])
    try world.sql(
      """
      UPDATE sessions SET last_used_at = UTC_TIMESTAMP(6) - INTERVAL \(minutesAgo) MINUTE
      WHERE id = \(session.id)
      """)
    func secondsAgo() throws -> Int {
      try world.value(
        """
        SELECT TIMESTAMPDIFF(SECOND, last_used_at, UTC_TIMESTAMP(6)) FROM sessions
        WHERE id = \(session.id)
        """) ?? -1
    }
    _ = try services.accounts.browser(cookie: session.secret.text, on: database)
    #expect(try secondsAgo() >= minutesAgo * 60)
    try services.accounts.flush(to: database)
    #expect(try (secondsAgo() < 60) == isWritten)
  }

  // MARK: Forms

  @Test func knowsItsOwnForms() throws {
    let session = try signIn()
    let token = session.formToken.text
    #expect(token.utf8.count == 86)
    // Each page says it in other words, and each takes all of them, as long as the session lasts.
    let next = try #require(try find(session.secret.text)).formToken
    #expect(next.text != token)
    #expect(next.accepts(token) && session.formToken.accepts(next.text))
    for other in [
      nil, "", "x", session.secret.text, session.id.text, String(token.dropLast()), token + "A",
      token + "=", (token.first == "A" ? "B" : "A") + token.dropFirst(),
      try signIn().formToken.text,
    ] {
      #expect(!session.formToken.accepts(other), "\(other ?? "nothing")")
    }
  }

  @Test func printsNeitherSecretNorFormToken() throws {
    let session = try signIn()
    for value in [session.secret.text, session.formToken.text] {
      #expect(!"\(session)".contains(value))
      #expect(!String(reflecting: session).contains(value))
      var dumped = ""
      dump(session, to: &dumped)
      #expect(!dumped.contains(value))
    }
    let row = try world.value(
      "SELECT HEX(secret_hash) FROM sessions WHERE id = \(session.id)", as: String.self)
    #expect(row == session.secret.digest.hex.uppercased())
  }

  /// Whoever has a session of a client's account is that client, and no member of anything.
  @Test func isAClientsForAClient() throws {
    let client = try TestClient(world).registerClient()
    let form = try Fields.read(
      Array("{\"email\":\"\(client.email)\",\"password\":\"\(client.password)\"}".utf8),
      with: JSONReader()
    ) { SignInForm(&$0) }
    let signedIn = try accounts.signIn(form, from: request, on: database)
    let session = try accounts.beginBrowserSession(for: signedIn, on: database)
    let found = try #require(try find(session.secret.text))
    #expect(found.account.kind == .client && found.places.isEmpty)
    #expect(try found.client().client.text == client.id)
    #expect(throws: AccountsError.self) { try found.member() }
  }
}
