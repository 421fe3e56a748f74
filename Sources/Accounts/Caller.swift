import Audit
import Primitives

/// An account, of either kind, that a request was found to come from: its session is alive, or its
/// key is.
///
/// Only `Accounts` can make one, for the very request it was asked about.
package struct Identity: Sendable {
  /// What a request was let in for.
  package enum Credential: Equatable, Sendable {
    /// A session: an access token's, or a browser's.
    case session(UUID)
    /// An API key: acts as the membership that made it, in that one workspace.
    case key(UUID)
  }

  package let account: UUID
  package let kind: Account.Kind
  /// Whom a client's account acts for; nil for a member's.
  package let client: UUID?
  package let credential: Credential
  /// Those that the credential is good for: all of the account's, or the key's one.
  package let memberships: [Membership]

  /// The session it came by; nil for a key.
  package var session: UUID? {
    if case .session(let id) = credential { id } else { nil }
  }

  /// As the audit log names them: the key, or the account.
  package var actor: Actor {
    switch credential {
    case .session: .account(account)
    case .key(let id): .key(id)
    }
  }

  /// Whom a repeated request is known by: the key, or the account, whichever its session.
  package var caller: UUID {
    switch credential {
    case .session: account
    case .key(let id): id
    }
  }

  /// Their membership of a workspace; nil for a workspace that isn't theirs.
  package func membership(in workspace: UUID) -> Membership? {
    memberships.first { $0.workspaceID == workspace }
  }

  /// Their membership of the workspace that a call means: the one it names, or their only one.
  ///
  /// Throws 400 `workspace_required` when that is not clear, 404 for a workspace that isn't theirs.
  package func membership(meant named: UUID?) throws(AccountsError) -> Membership {
    if let named {
      guard let membership = membership(in: named) else { throw .unknownWorkspace }
      return membership
    }
    guard let only = memberships.first, memberships.count == 1 else { throw .workspaceRequired }
    return only
  }

  /// The workspace that what a call makes or lists belongs to; nil for a client, whose things are its
  /// own. Throws as `membership(meant:)` does.
  package func workspace(meant named: UUID?) throws(AccountsError) -> UUID? {
    if kind == .client, named == nil { return nil }
    return try membership(meant: named).workspaceID
  }
}

/// A member who was found signed in, or a key of theirs, for this very request.
///
/// Only `Accounts` can make one, so an operation that takes a `Member` can't be reached by anyone
/// else.
package struct Member: Sendable {
  package let identity: Identity

  /// Throws 403 for a client.
  init(_ identity: Identity) throws(AccountsError) {
    guard identity.kind == .member else { throw .notAMember }
    self.identity = identity
  }

  /// Whoever is behind it; of a key, the one who made it.
  package var account: UUID { identity.account }
  package var memberships: [Membership] { identity.memberships }

  /// As the audit log names them.
  package var actor: Actor { identity.actor }

  /// See `Identity.caller`.
  package var caller: UUID { identity.caller }

  /// See `Identity.membership(in:)`.
  package func membership(in workspace: UUID) -> Membership? {
    identity.membership(in: workspace)
  }

  /// See `Identity.membership(meant:)`.
  package func membership(meant named: UUID?) throws(AccountsError) -> Membership {
    try identity.membership(meant: named)
  }
}

/// A client's account that was found signed in, for this very request.
///
/// Only `Accounts` can make one, so an operation that takes a `ClientAccount` can't be reached by
/// anyone else.
package struct ClientAccount: Sendable {
  package let identity: Identity
  /// The client that the account acts for.
  package let client: UUID

  /// Throws 403 for a member and for a key.
  init(_ identity: Identity) throws(AccountsError) {
    guard let client = identity.client else { throw .notAClient }
    self.identity = identity
    self.client = client
  }

  package var account: UUID { identity.account }

  /// As the audit log names them.
  package var actor: Actor { identity.actor }
}
