import HTTP
import MariaDB
import Primitives
import Security

/// Something that was said about a document, by a member or by a guest.
package struct Comment: Sendable {
  package let id: UUID
  /// The comment that it answers.
  package let parentID: UUID?
  /// The link that a guest came by; nil for a member's.
  package let linkID: UUID?
  /// A member's account; nil for a guest's.
  package let accountID: UUID?
  /// As a guest calls themselves, or as the member was called then; empty in a deleted one's place.
  package let author: String
  package let body: String
  package let createdAt: Instant
  package let editedAt: Instant?
  /// A place that its answers keep; its words are gone.
  package let isDeleted: Bool

  package var isGuest: Bool { linkID != nil }

  /// The same for everybody: nobody is told by which link a guest came, or which account wrote.
  package func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.uuid("parentId", parentID)
    object.text("author", author)
    object.text("body", body)
    object.bool("isGuest", isGuest)
    object.instant("createdAt", createdAt)
    object.instant("editedAt", editedAt)
    object.bool("isDeleted", isDeleted)
  }
}

extension Comment {
  /// The columns that `init` reads, of the table under the name `c`.
  static let columns: SQL = """
    c.id, c.parent_id, c.link_id, c.account_id, c.author, c.body, c.created_at, c.edited_at,
    c.deleted_at IS NOT NULL
    """

  init(_ row: inout Row) throws {
    id = try row.next()
    parentID = try row.next()
    linkID = try row.next()
    accountID = try row.next()
    author = try row.next()
    body = try row.next()
    createdAt = try row.next()
    editedAt = try row.next()
    isDeleted = try row.next()
  }
}

/// Who says something.
enum CommentAuthor {
  /// An account, as it is called.
  case member(UUID, name: String)
  /// Somebody behind a link, as they call themselves, with the hash of what lets them change it.
  case guest(link: UUID, name: String, editHash: Digest)

  var name: String {
    switch self {
    case .member(_, let name), .guest(_, let name, _): name
    }
  }
}

/// What somebody wants to say.
package struct CommentForm: Sendable {
  /// Nil in a member's, who is called what their account is.
  package let author: String?
  package let body: String
  package let parentID: UUID?

  /// - Parameter isGuests: whether it must say who speaks.
  package init(_ fields: inout Fields, isGuests: Bool) {
    author = isGuests ? fields.text("author", length: 1...100) : nil
    body = Self.body(&fields)
    parentID = fields.optionalUUID("parentId")
  }

  /// 1 to 5,000 characters, on as many lines as they like.
  package static func body(_ fields: inout Fields) -> String {
    fields.text("body", length: 1...5_000, isMultiline: true)
  }
}
