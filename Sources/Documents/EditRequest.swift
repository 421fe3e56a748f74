import Accounts
import HTTP
import MariaDB
import Primitives

/// A guest's wish to become somebody who writes in a document.
package struct EditRequest: Sendable {
  package enum Status: String, CaseIterable, Sendable {
    case pending, accepted, declined
  }

  package let id: UUID
  package let linkID: UUID
  package let email: String
  package let message: String?
  package let status: Status
  package let createdAt: Instant
  package let answeredAt: Instant?
  /// The account.
  package let answeredBy: UUID?

  package func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.uuid("shareLinkId", linkID)
    object.text("email", email)
    object.text("message", message)
    object.text("status", status.rawValue)
    object.instant("createdAt", createdAt)
    object.instant("answeredAt", answeredAt)
    object.uuid("answeredBy", answeredBy)
  }
}

extension EditRequest {
  /// The columns that `init` reads, of the table under the name `r`.
  static let columns: SQL = """
    r.id, r.link_id, r.email, r.message, r.status, r.created_at, r.answered_at, r.answered_by
    """

  init(_ row: inout Row) throws {
    id = try row.next()
    linkID = try row.next()
    email = try row.next()
    message = try row.next()
    status = try row.next()
    createdAt = try row.next()
    answeredAt = try row.next()
    answeredBy = try row.next()
  }
}

/// What a guest says who wants to write.
package struct EditRequestForm: Sendable {
  package let email: Email
  package let message: String?

  package init(_ fields: inout Fields) throws {
    let text = fields.text("email", length: 3...254)
    message = fields.optionalText("message", length: 1...2_000, isMultiline: true)
    if Email(text) == nil, !text.isEmpty {
      fields.refuse("email", "not_an_email", "must be an e-mail address")
    }
    try fields.finish()
    guard let email = Email(text) else { throw Problem.invalid([]) }
    self.email = email
  }
}
