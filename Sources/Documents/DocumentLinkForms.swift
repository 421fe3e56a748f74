import HTTP
import Links

/// What a new link of a document is to be: `accessLevel`, `expiresAt?`, `password?`,
/// `allowExternalEdit?` (false).
package struct NewDocumentLinkForm: Sendable {
  let level: LinkLevel
  let expiry: ExpiryWish
  /// As it was typed; nil: it opens without.
  let password: String?
  let allowsEditRequests: Bool

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    if !fields.has("accessLevel") { fields.refuse("accessLevel", "required", "is required") }
    level = fields.documentLinkLevel() ?? .viewer
    expiry = ExpiryWish(&fields, name: "expiresAt")
    password = LinkPassword.read(&fields, name: "password")
    allowsEditRequests = fields.optionalBool("allowExternalEdit") ?? false
  }
}

/// What is to become otherwise about a link: the same fields, each of which may be left out; `null`
/// takes an expiry or a password away.
package struct DocumentLinkChangeForm: Sendable {
  enum Password: Sendable {
    case unspecified
    case none
    case new(String)
  }

  let level: LinkLevel?
  let expiry: ExpiryWish
  let password: Password
  let allowsEditRequests: Bool?

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    level = fields.has("accessLevel") ? fields.documentLinkLevel() : nil
    expiry = ExpiryWish(&fields, name: "expiresAt")
    let saysPassword = fields.has("password")
    password =
      LinkPassword.read(&fields, name: "password").map { .new($0) }
      ?? (saysPassword ? .none : .unspecified)
    let saysEdit = fields.has("allowExternalEdit")
    allowsEditRequests = fields.optionalBool("allowExternalEdit")
    if saysEdit, allowsEditRequests == nil, !fields.isRefused("allowExternalEdit") {
      fields.refuse("allowExternalEdit", "wrong_type", "must be true or false")
    }
  }
}

extension Fields {
  /// The levels that a document's link can have.
  private static let levels: [LinkLevel] = [.viewer, .commenter]

  /// The field `accessLevel`, which must be there.
  fileprivate mutating func documentLinkLevel() -> LinkLevel? {
    let word = optionalVerbatimText("accessLevel")
    if let level = Self.levels.first(where: { $0.rawValue == word }) { return level }
    if !isRefused("accessLevel") {
      refuse("accessLevel", "not_allowed", "must be one of: viewer, commenter")
    }
    return nil
  }
}
