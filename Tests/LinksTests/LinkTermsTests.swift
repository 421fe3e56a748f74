import Audit
import MariaDB
import Primitives
import Security
import TestSupport
import Testing
@testable import Links

/// Links of which a subject has many, each with terms of its own.
@Suite struct LinkTermsTests {
  private let database: TestDatabase
  private let connection: MariaDB.Connection
  private let subject: Subject
  private let manager: LinkManager
  private let links = ShareLinks(sealer: Sealer(LinkGrantTests.keys("s1")))
  /// Any subject's table will do: a chain needs its row.
  private static let chain = AuditChain(of: "jobs")

  init() throws {
    database = try TestDatabase()
    try database.layOut()
    connection = MariaDB.Connection(database.application)
    let (workspace, account) = (UUID.v7(), UUID.v7())
    manager = LinkManager(account: account, actor: .account(account), addressPrefix: "192.0.2.0/24")
    subject = Subject(
      kind: .document, id: UUID.v7(), workspaceID: workspace, chain: Self.chain)
    try database.sql(
      "INSERT INTO workspaces (id, name, created_at) VALUES (\(workspace), 'W', UTC_TIMESTAMP(6))")
    try database.sql(
      """
      INSERT INTO jobs (id, workspace_id, created_by, title, status, member_columns, guest_columns,
        created_at)
      VALUES (\(subject.id), \(workspace), \(account), 'T', 'pending', '[]', '[]',
        UTC_TIMESTAMP(6))
      """)
  }

  @discardableResult
  private func make(_ terms: LinkTerms = LinkTerms()) throws -> (id: UUID, token: LinkToken) {
    try connection.transaction {
      try links.create(for: subject, terms: terms, by: manager, in: $0)
    }
  }

  @discardableResult
  private func change(_ id: UUID, _ change: LinkTermsChange) throws -> ShareLink {
    try connection.transaction {
      let id = try links.change(id.text, of: subject, to: change, by: manager, in: $0)
      return try links.issued(id, on: $0).link
    }
  }

  private func state(_ token: LinkToken) throws -> DoorState {
    let found = try connection.first(
      """
      SELECT \(Door.columnsWithTerms) \(Door.source(.document))
      WHERE \(Door.isOpened.binding(Door.key(token)))
      """
    ) { try DoorState(withTerms: &$0) }
    return try #require(found)
  }

  private func actions() throws -> [String] {
    try database.connection.query(
      "SELECT action FROM audit_records WHERE subject_id = \(subject.id) ORDER BY seq"
    ) { try $0.next() }
  }

  private func list(
    _ range: ShareLinks.Range = .active, before: UUID? = nil, limit: Int = 50
  ) throws -> [UUID] {
    try links.list(of: subject, range, before: before, limit: limit, on: connection)
      .map(\.id)
  }

  private static let future = Instant.now() + 3_600

  @Test func makesManyWithTermsOfTheirOwn() throws {
    let plain = try make()
    let rich = try make(
      LinkTerms(
        level: .commenter, expiresAt: Self.future, passwordHash: "$argon2id$1",
        allowsEditRequests: true))
    #expect(plain.token.text != rich.token.text)
    let link = try links.issued(rich.id, on: connection)
    #expect(link.token == nil)
    #expect(link.link.level == .commenter)
    #expect(link.link.hasPassword)
    #expect(link.link.allowsEditRequests)
    #expect(link.link.expiresAt == Self.future)
    #expect(link.link.createdByMembership == nil)
    let open = try Door.decide(try state(plain.token), isSubjectGone: false)
    #expect(open.level == .viewer)
    #expect(!open.allowsEditRequests)
    #expect(throws: DoorRefusal.locked(rich.id)) {
      try Door.decide(try state(rich.token), isSubjectGone: false)
    }
    #expect(
      try database.connection.first("SELECT COUNT(*) FROM links WHERE slot IS NOT NULL") {
        try $0.next(as: Int.self)
      } == 0)
    #expect(try actions() == ["link.created", "link.created"])
  }

  @Test func refusesAnExpiryInThePast() throws {
    for instant in [Instant.now() + -1, Instant(microseconds: 0)] {
      #expect(throws: ShareLinkError.self) { try make(LinkTerms(expiresAt: instant)) }
      let link = try make()
      #expect(throws: ShareLinkError.self) {
        try change(link.id, LinkTermsChange(level: .commenter, expiry: .at(instant)))
      }
      #expect(try links.issued(link.id, on: connection).link.level == .viewer)
    }
  }

  @Test func listsTheActiveOnesInPages() throws {
    let made = try (0..<5).map { _ in try make().id }
    let expired = try make().id
    try database.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE id = \(expired)")
    let revoked = try make().id
    try connection.transaction { try links.revoke(revoked.text, of: subject, by: manager, in: $0) }
    let newest = Array(made.reversed())
    #expect(try list() == newest)
    #expect(try list(.all) == [revoked, expired] + newest)
    #expect(try list(limit: 2) == Array(newest[..<2]))
    #expect(try list(before: newest[1], limit: 2) == Array(newest[2..<4]))
    #expect(try list(before: newest[4], limit: 2).isEmpty)
  }

  @Test func changesEachTermAndRecordsIt() throws {
    let link = try make()
    let all = LinkTermsChange(
      level: .commenter, expiry: .at(Self.future), password: .hash("$argon2id$secret"),
      allowsEditRequests: true)
    let changed = try change(link.id, all)
    #expect(changed.level == .commenter)
    #expect(changed.expiresAt == Self.future)
    #expect(changed.hasPassword)
    #expect(changed.allowsEditRequests)
    let recorded = [
      "link.created", "link.expiry_changed", "link.level_changed", "link.password_set",
      "link.edit_requests_changed",
    ]
    #expect(try actions() == recorded)
    try change(link.id, LinkTermsChange())
    try change(
      link.id,
      LinkTermsChange(level: .commenter, expiry: .at(Self.future), allowsEditRequests: true))
    #expect(try actions() == recorded, "nothing was changed")
    let bare = try change(
      link.id, LinkTermsChange(expiry: .never, password: .none, allowsEditRequests: false))
    #expect(bare.expiresAt == nil)
    #expect(!bare.hasPassword)
    #expect(!bare.allowsEditRequests)
    #expect(bare.level == .commenter)
    try change(link.id, LinkTermsChange(password: .none))
    #expect(try actions().count == recorded.count + 3)
    #expect(
      try Self.chain.verify(subject.id, on: connection) == .whole(records: recorded.count + 3))
    let details = try database.connection.query("SELECT detail FROM audit_records") {
      try $0.next(as: String.self)
    }
    #expect(!details.joined().contains("argon2"))
  }

  @Test func movesACounterWithEveryPassword() throws {
    let link = try make(LinkTerms(passwordHash: "$argon2id$1"))
    func changes() throws -> Int { try state(link.token).passwordChanges }
    #expect(try changes() == 0)
    try change(link.id, LinkTermsChange(password: .hash("$argon2id$2")))
    #expect(try changes() == 1)
    try change(link.id, LinkTermsChange(level: .commenter, expiry: .at(Self.future)))
    #expect(try changes() == 1)
    try change(link.id, LinkTermsChange(password: .none))
    try change(link.id, LinkTermsChange(password: .none))
    #expect(try changes() == 2)
    try change(link.id, LinkTermsChange(password: .hash("$argon2id$2")))
    #expect(try changes() == 3)
    // Another hash of the same password is no change of it.
    let store = ShareLinkStore(database: connection)
    try store.rehash(link.id, from: "$argon2id$2", to: "$argon2id$3")
    try store.rehash(link.id, from: "$argon2id$2", to: "$argon2id$4")
    #expect(try changes() == 3)
    #expect(try state(link.token).lock?.passwordHash == "$argon2id$3")
  }

  @Test func changesNoneThatIsOver() throws {
    let link = try make()
    let stranger = Subject(
      kind: .document, id: UUID.v7(), workspaceID: subject.workspaceID, chain: Self.chain)
    #expect(throws: ShareLinkError.self) {
      try connection.transaction {
        _ = try links.change(
          link.id.text, of: stranger, to: LinkTermsChange(level: .commenter), by: manager, in: $0)
      }
    }
    try database.sql("UPDATE links SET expires_at = UTC_TIMESTAMP(6) WHERE id = \(link.id)")
    #expect(try change(link.id, LinkTermsChange(expiry: .never)).state == .active)
    _ = try Door.decide(try state(link.token), isSubjectGone: false)
    try connection.transaction { try links.revoke(link.id.text, of: subject, by: manager, in: $0) }
    for wanted in [LinkTermsChange(expiry: .never), LinkTermsChange(password: .none)] {
      let error = #expect(throws: ShareLinkError.self) { try change(link.id, wanted) }
      #expect(error?.problem.code == "share_link_revoked")
    }
    #expect(throws: DoorRefusal.revoked(link.id)) {
      try Door.decide(try state(link.token), isSubjectGone: false)
    }
  }

  @Test func findsWhatALinkWasMadeFor() throws {
    let link = try make()
    #expect(try links.subject(ofLink: link.id, .document, on: connection) == subject.id)
    #expect(throws: ShareLinkError.self) {
      try links.subject(ofLink: link.id, .job, on: connection)
    }
    #expect(throws: ShareLinkError.self) {
      try links.subject(ofLink: .v7(), .document, on: connection)
    }
  }
}
