import Audit
import Primitives

/// A member whose session was found alive for this very request.
///
/// Only `Accounts` can make one, so an operation that takes a `Member` can't be reached by anyone
/// else.
package struct Member: Sendable {
  package let account: UUID
  package let session: UUID
  package let memberships: [Membership]

  init(account: UUID, session: UUID, memberships: [Membership]) {
    self.account = account
    self.session = session
    self.memberships = memberships
  }

  /// As the audit log names them.
  package var actor: Actor { .account(account) }

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
}

extension Membership {
  /// Owner and admins manage what any member of the workspace made.
  package var managesEverything: Bool { role != .member }
}
