import MariaDB
import Primitives
import Security
import TestSupport
import Testing
@testable import Links

/// `Door.decide` on rows as the database gives them.
@Suite struct DoorTests {
  private static let now = Instant(microseconds: 1_780_000_000_000_000)
  private static let before = Instant(microseconds: now.microseconds - 1)
  private static let after = Instant(microseconds: now.microseconds + 1)

  enum Verdict: Equatable {
    case open, expired, revoked, paused
  }

  /// What a row says, in microseconds from now; nil is NULL.
  struct Case: Sendable, CustomTestStringConvertible {
    var keyDies: Instant?
    var expires: Instant?
    var revoked: Instant?
    var retired: Instant?
    var paused: Instant?
    let verdict: Verdict
    let testDescription: String

    init(
      _ name: String, keyDies: Instant? = nil, expires: Instant? = nil, revoked: Instant? = nil,
      retired: Instant? = nil, paused: Instant? = nil, _ verdict: Verdict
    ) {
      testDescription = name
      self.keyDies = keyDies
      self.expires = expires
      self.revoked = revoked
      self.retired = retired
      self.paused = paused
      self.verdict = verdict
    }
  }

  static let cases = [
    Case("active for ever", .open),
    Case("active for a microsecond more", expires: after, .open),
    Case("expires now", expires: now, .expired),
    Case("expired a microsecond ago", expires: before, .expired),
    Case("revoked", revoked: before, .revoked),
    Case("revoked in this microsecond", revoked: now, .revoked),
    Case("revoked by a clock that is ahead", revoked: after, .revoked),
    Case("revoked and expired", expires: before, revoked: before, .revoked),
    Case("revoked and paused", revoked: before, paused: before, .revoked),
    Case("retired", expires: before, retired: before, .expired),
    Case("retired, whatever its expiry says", expires: after, retired: before, .expired),
    Case("retired, without an expiry", retired: before, .expired),
    Case("rotated key with a microsecond of grace", keyDies: after, .open),
    Case("rotated key that dies now", keyDies: now, .revoked),
    Case("rotated key, dead", keyDies: before, .revoked),
    Case("rotated key in grace of an expired link", keyDies: after, expires: now, .expired),
    Case("rotated key, dead, of an expired link", keyDies: before, expires: before, .revoked),
    Case("paused workspace", paused: before, .paused),
    Case("expired in a paused workspace", expires: before, paused: before, .expired),
  ]

  @Test(arguments: cases)
  func decides(_ row: Case) throws {
    let link = UUID.v7()
    let state = try #require(
      try Connection(try TestServer.shared.get().administrator).first(
        """
        SELECT CAST(\(link) AS UUID), CAST(\(row.keyDies) AS DATETIME(6)),
          CAST(\(row.expires) AS DATETIME(6)), CAST(\(row.revoked) AS DATETIME(6)),
          CAST(\(row.retired) AS DATETIME(6)), CAST(\(row.paused) AS DATETIME(6)),
          CAST(\(Self.now) AS DATETIME(6))
        """
      ) { try DoorState(&$0) })
    switch row.verdict {
    case .open:
      let open = try Door.decide(state, isSubjectGone: false)
      #expect(open.id == link)
      #expect(open.expiresAt == row.expires)
    case .expired:
      #expect(throws: DoorRefusal.expired(link)) { try Door.decide(state, isSubjectGone: false) }
    case .revoked:
      #expect(throws: DoorRefusal.revoked(link)) { try Door.decide(state, isSubjectGone: false) }
    case .paused:
      #expect(throws: DoorRefusal.paused(link)) { try Door.decide(state, isSubjectGone: false) }
    }
  }

  // MARK: Passwords

  private static let signer = TokenSigner(LinkGrantTests.keys("t1"))
  private static let grants = LinkGrants(
    signer: signer, hasher: PasswordHasher(parameters: .init(memoryKiB: 64, iterations: 1)))

  /// The state of a link with terms, as the database gives it.
  private func termed(
    _ link: UUID, passwordHash: String?, changes: Int = 0, revoked: Instant? = nil,
    level: LinkLevel = .commenter
  ) throws -> DoorState {
    try #require(
      try Connection(try TestServer.shared.get().administrator).first(
        """
        SELECT CAST(\(link) AS UUID), NULL, NULL, CAST(\(revoked) AS DATETIME(6)), NULL, NULL,
          CAST(\(Self.now) AS DATETIME(6)), \(level), 1, \(passwordHash), \(changes)
        """
      ) { try DoorState(withTerms: &$0) })
  }

  @Test func opensALockedLinkToItsGrantAlone() throws {
    let link = UUID.v7()
    let state = try termed(link, passwordHash: "$argon2id$…", changes: 3)
    let lock = try #require(state.lock)
    #expect("\(lock)" == "•••")
    #expect(throws: DoorRefusal.locked(link)) { try Door.decide(state, isSubjectGone: false) }
    let grant = Self.grants.shown(try Self.grants.grant(for: lock, at: Self.now))
    let open = try Door.decide(state, isSubjectGone: false, showing: grant)
    #expect(open.level == .commenter)
    #expect(open.allowsEditRequests)
    // One that it gets anew is as good.
    _ = try Door.decide(
      state, isSubjectGone: false, showing: Self.grants.shown(try Self.grants.grant(for: open)))
    let others = [
      try termed(UUID.v7(), passwordHash: "$argon2id$…", changes: 3),
      try termed(link, passwordHash: "$argon2id$…", changes: 4),
      try termed(link, passwordHash: "$argon2id$…", changes: 2),
    ]
    for other in others {
      #expect(throws: DoorRefusal.locked(other.linkID)) {
        try Door.decide(other, isSubjectGone: false, showing: grant)
      }
    }
    let revoked = try termed(link, passwordHash: "$argon2id$…", changes: 3, revoked: Self.now)
    #expect(throws: DoorRefusal.revoked(link)) {
      try Door.decide(revoked, isSubjectGone: false, showing: grant)
    }
  }

  @Test func opensALinkWithoutAPasswordToEverybody() throws {
    let state = try termed(UUID.v7(), passwordHash: nil, changes: 7)
    for shown in [nil, "", "nonsense"] as [String?] {
      #expect(
        try Door.decide(state, isSubjectGone: false, showing: Self.grants.shown(shown)).level
          == .commenter)
    }
  }

  /// A password is not asked for where it opens nothing.
  @Test func knowsWhatIsGoneBeforeItAsksForAPassword() throws {
    let link = UUID.v7()
    for hash in [nil, "$argon2id$…"] {
      let state = try termed(link, passwordHash: hash)
      #expect(throws: DoorRefusal.subjectDeleted(link)) {
        try Door.decide(state, isSubjectGone: true)
      }
      let revoked = try termed(link, passwordHash: hash, revoked: Self.now)
      #expect(throws: DoorRefusal.revoked(link)) { try Door.decide(revoked, isSubjectGone: true) }
    }
  }

  @Test func tellsNobodyWhyAVeiledLinkStaysShut() {
    let link = UUID.v7()
    let refusals: [DoorRefusal] = [
      .unknown, .expired(link), .revoked(link), .paused(link), .subjectDeleted(link),
    ]
    for refusal in refusals {
      let veiled = VeiledRefusal(refusal)
      #expect(veiled.refusal == refusal)
      #expect(veiled.problem.status.code == 404)
      #expect(veiled.problem.json(requestID: "") == refusals[0].problem.json(requestID: ""))
    }
    #expect(VeiledRefusal(.locked(link)).problem.status.code == 401)
  }

  @Test func failsClosedOnARowThatCannotBeRead() throws {
    let connection = Connection(try TestServer.shared.get().administrator)
    #expect(throws: DatabaseError.self) {
      // An expiry that is a text, not an instant.
      _ = try connection.first(
        "SELECT CAST(\(UUID.v7()) AS UUID), NULL, 'tomorrow', NULL, NULL, NULL, UTC_TIMESTAMP(6)"
      ) { try DoorState(&$0) }
    }
  }

  @Test(arguments: [
    "", "short", String(repeating: "a", count: 129), "../../../etc", "abcdefgh ", "abcdefg%",
    "ab\u{0}cdefgh", "äöüäöüäöü", "abcdefgh'--",
  ])
  func knowsWhatCannotBeAToken(_ text: String) {
    #expect(throws: DoorRefusal.unknown) { try Door.token(text) }
  }
}
