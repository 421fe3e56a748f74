import HTTP
import MariaDB
import Primitives
import TestSupport
import Testing

/// An owner and a guesser behind one address: who has signed in in this browser before isn't kept out.
@Suite struct KnownBrowserTests {
  private let world: World
  private let owner: Browser
  private let neighbour: Browser
  private let email: String
  private let password: String

  private static let known = "__Host-waylink-known"

  init() throws {
    let world = try World.shared.get()
    self.world = world
    owner = Browser(world)
    (email, password) = try owner.signUp()
    neighbour = Browser(world)
    for browser in [owner, neighbour] { browser.client.address = "203.0.113.77" }
  }

  /// Until the pool of the browser, or of its network, is used up.
  private func guess(in browser: Browser) throws {
    for _ in 0..<5 { try browser.signIn(email, "wrong").expecting(401) }
    try browser.signIn(email, password).expecting(429)
  }

  @Test func aNeighbourDoesNotKeepTheOwnerOut() throws {
    try guess(in: neighbour)
    owner.cookies[Browser.session] = nil
    try owner.signIn(email, password).expecting(303)
    try neighbour.signIn(email, password).expecting(429)
    let stranger = Browser(world)
    stranger.client.address = "203.0.113.78"
    try stranger.signIn(email, password).expecting(429)
  }

  @Test func aKnownBrowserWaitsForItsOwnWrongTriesAlone() throws {
    owner.cookies[Browser.session] = nil
    try guess(in: owner)
    try neighbour.signIn(email, "wrong").expecting(401)
  }

  /// It is signed, and of one account.
  @Test func nobodyElsesCookieGivesMoreTries() throws {
    try neighbour.signUp(name: "Mallory")
    neighbour.cookies[Browser.session] = nil
    let own = try #require(neighbour.cookies[Self.known])
    let owners = try #require(owner.cookies[Self.known])
    try guess(in: neighbour)
    let marks: [String] = [own, String(owners.dropLast(4)) + "AAAA"]
    for mark in marks {
      neighbour.cookies[Self.known] = mark
      try neighbour.signIn(email, password).expecting(429)
    }
  }

  @Test func endsWithThePassword() throws {
    let old = try #require(owner.cookies[Self.known])
    let page = try owner.get("/console/account").expecting(200)
    let changed = "a wholly new ladder 9"
    try owner.submit(
      page, to: "/console/account/password",
      ["current_password": password, "new_password": changed]
    ).expecting(303)
    let new = try #require(owner.cookies[Self.known])
    #expect(new != old)
    for _ in 0..<5 { try neighbour.signIn(email, "wrong").expecting(401) }
    neighbour.cookies[Self.known] = old
    try neighbour.signIn(email, changed).expecting(429)
    owner.cookies[Browser.session] = nil
    try owner.signIn(email, changed).expecting(303)
  }

  /// Wrong passwords of a session make only that session wait.
  @Test func aNeighbourDoesNotKeepTheOwnerFromChangingThePassword() throws {
    try guess(in: neighbour)
    let page = try owner.get("/console/account").expecting(200)
    try owner.submit(
      page, to: "/console/account/password",
      ["current_password": password, "new_password": "a wholly new ladder 9"]
    ).expecting(303)
  }
}
