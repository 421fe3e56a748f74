import Primitives

/// Someone who can sign in. One e-mail is one account of one kind.
package struct Account: Sendable {
  package enum Kind: String, Sendable {
    case member, client
  }

  package let id: UUID
  package let kind: Kind
  /// Whom a client's account acts for; nil for a member's.
  package let client: UUID?
  package let email: String
  package let name: String
  package let createdAt: Instant
}

/// An account's place in a workspace.
package struct Membership: Sendable {
  package enum Role: String, CaseIterable, Sendable {
    case owner, admin, member
  }

  package let id: UUID
  package let workspaceID: UUID
  package let role: Role

  /// Owner and admins manage what any member of the workspace made. So does a key, since only they
  /// can make one, and it ends when its maker becomes a plain member.
  package var managesEverything: Bool { role != .member }
}

package struct Workspace: Sendable {
  package let id: UUID
  package let name: String
  package let createdAt: Instant
}

/// A workspace, and what one is in it.
package struct Place: Sendable {
  package let membership: Membership
  package let workspace: Workspace
}

/// An e-mail address as an account is known by.
package struct Email: Sendable {
  /// As typed, without the white space around it.
  package let text: String
  /// What makes two spellings one account: lower case throughout, and Unicode's normal form C, for
  /// one keyboard writes `é` as one character and another as two.
  package let key: String

  /// Nil for what can't be an address: RFC 5321's lengths, one `@`, a domain, no white space, and
  /// nothing that nobody sees, or two accounts could look like one. Whether it is somebody's only a
  /// message can tell.
  package init?(_ text: String) {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = text.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint && $0.value > 0x20
    }
    guard halves.count == 2, isPlain, text.utf8.count <= 254,
      (1...64).contains(halves[0].utf8.count),
      (1...253).contains(halves[1].utf8.count), !halves[1].hasPrefix("."), !halves[1].hasSuffix(".")
    else { return nil }
    self.text = text
    key = String(decoding: text.lowercased().composed, as: UTF8.self)
  }
}
