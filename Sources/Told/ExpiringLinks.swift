import Accounts
import Language
import Links
import Mail
import MariaDB
import Outbox
import Primitives

/// A link that is about to expire, and who is to hear of it.
package struct ExpiringLink: Sendable {
  let id: UUID
  let expiresAt: Instant
  let owner: UUID
  let title: String
  let page: LocalPath

  /// - Parameters:
  ///   - owner: the account that is told.
  ///   - title: of what it opens.
  ///   - page: of ours, where its owner can give it more time.
  package init(_ id: UUID, expiresAt: Instant, owner: UUID, title: String, page: LocalPath) {
    self.id = id
    self.expiresAt = expiresAt
    self.owner = owner
    self.title = title
    self.page = page
  }

  /// What is about to expire, of which links say it.
  ///
  /// - Parameter owner: of what it opens: hears of it where whoever made the link has left.
  package init(_ reminder: LinkReminder, owner: UUID, title: String, page: LocalPath) {
    self.init(
      reminder.link, expiresAt: reminder.expiresAt, owner: reminder.maker ?? owner, title: title,
      page: page)
  }
}

extension Told {
  /// Tells the owner of a link that it is about to expire: once for each link and expiry, however often
  /// this is called. When its turn comes, nobody is told of a link that has another expiry by then, was
  /// revoked or retired, or has expired, nor who has switched these messages off.
  @discardableResult
  package func linkExpires(
    _ link: ExpiringLink, in transaction: Transaction
  ) throws -> Outbox.Delivery {
    try correspondence.enqueue(
      .linkExpires,
      [
        "link": link.id.text, "expires_at": link.expiresAt.iso8601, "owner": link.owner.text,
        "title": link.title, "page": link.page.text,
      ], once: "\(link.id) \(link.expiresAt.iso8601)", in: transaction)
  }

  func composeLinkExpires(
    _ order: OutboxWorker.Order, on database: MariaDB.Connection
  ) throws -> Letter? {
    guard let link = ExpiringLink(order.fields),
      try ShareLinks.isAboutToExpire(link.id, at: link.expiresAt, on: database),
      let recipient = try Accounts.recipient(of: .linkExpires, link.owner, on: database)
    else { return nil }
    var end = ByteBuffer(capacity: 32)
    CivilTime(link.expiresAt).appendWords(to: &end, withSeconds: false)
    let words = recipient.language.phrases.mail.linkExpires(
      link.title, String(decoding: end.bytes, as: UTF8.self))
    return correspondence.letter(.linkExpires, to: recipient, words, leadingTo: link.page)
  }
}

extension ExpiringLink {
  fileprivate init?(_ fields: [String: String]) {
    guard let id = fields["link"].flatMap({ UUID($0) }),
      let expiresAt = fields["expires_at"].flatMap({ Instant(iso8601: $0) }),
      let owner = fields["owner"].flatMap({ UUID($0) }), let title = fields["title"],
      let page = fields["page"].flatMap({ LocalPath($0) })
    else { return nil }
    self.init(id, expiresAt: expiresAt, owner: owner, title: title, page: page)
  }
}
