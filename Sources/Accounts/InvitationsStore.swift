import Language
import MariaDB
import Primitives
import Security

/// The table of invitations. Whatever changes a workspace's rows has locked the workspace before.
struct InvitationsStore {
  let database: any Executor

  /// Those that stand, the oldest first; there are never more than `Invitation.maximum`.
  func standing(of workspace: UUID) throws -> [Invitation] {
    try database.query(
      """
      SELECT id, email, role, created_at, expires_at FROM invitations
      WHERE workspace_id = \(workspace) AND expires_at > UTC_TIMESTAMP(6)
      ORDER BY id LIMIT \(Invitation.maximum)
      """, Invitation.init)
  }

  func count(of workspace: UUID) throws -> Int {
    try database.first(
      """
      SELECT COUNT(*) FROM invitations
      WHERE workspace_id = \(workspace) AND expires_at > UTC_TIMESTAMP(6)
      """
    ) { try $0.next() } ?? 0
  }

  func invitation(_ id: UUID, of workspace: UUID) throws -> Invitation? {
    try database.first(
      """
      SELECT id, email, role, created_at, expires_at FROM invitations
      WHERE id = \(id) AND workspace_id = \(workspace) AND expires_at > UTC_TIMESTAMP(6)
      """, Invitation.init)
  }

  /// Keeps an invitation in the place of any that the address had.
  func replace(_ invitation: Invitation, to workspace: UUID, _ secrets: NewInvitation) throws {
    try delete(emailKey: secrets.emailKey, of: workspace)
    try database.execute(
      """
      INSERT INTO invitations
        (id, workspace_id, email, email_key, role, token_hash, invited_by, created_at, expires_at)
      VALUES (\(invitation.id), \(workspace), \(invitation.email), \(secrets.emailKey),
        \(invitation.role), \(secrets.hash.bytes), \(secrets.invitedBy), \(invitation.createdAt),
        \(invitation.expiresAt))
      """)
  }

  func delete(_ id: UUID) throws {
    try database.execute("DELETE FROM invitations WHERE id = \(id)")
  }

  func delete(emailKey: String, of workspace: UUID) throws {
    try database.execute(
      "DELETE FROM invitations WHERE workspace_id = \(workspace) AND email_key = \(emailKey)")
  }

  /// The workspace that an invitation leads to, while it stands.
  func workspace(token hash: Digest, emailKey: String) throws -> UUID? {
    try database.first("SELECT workspace_id FROM invitations WHERE \(isOpen(hash, emailKey))") {
      try $0.next()
    }
  }

  /// What the message and the page of an invitation say of it, while it stands.
  func open(token hash: Digest) throws -> OpenInvitation? {
    try database.first(
      """
      SELECT i.email, w.name, a.name, a.language FROM invitations i
      JOIN workspaces w ON w.id = i.workspace_id JOIN accounts a ON a.id = i.invited_by
      WHERE i.token_hash = \(hash.bytes) AND i.expires_at > UTC_TIMESTAMP(6)
      """
    ) { row in
      OpenInvitation(
        email: try row.next(), workspaceName: try row.next(), inviterName: try row.next(),
        language: Language(rawValue: try row.next()) ?? .english)
    }
  }

  /// Uses an invitation up; its role, or nil when it no longer stands.
  func take(token hash: Digest, emailKey: String) throws -> Membership.Role? {
    let role: Membership.Role? = try database.first(
      "SELECT role FROM invitations WHERE \(isOpen(hash, emailKey)) FOR UPDATE"
    ) { try $0.next() }
    guard let role else { return nil }
    try database.execute("DELETE FROM invitations WHERE token_hash = \(hash.bytes)")
    return role
  }

  private func isOpen(_ hash: Digest, _ emailKey: String) -> SQL {
    """
    token_hash = \(hash.bytes) AND email_key = \(emailKey) AND expires_at > UTC_TIMESTAMP(6)
    """
  }

  /// Takes away what has expired, up to 10,000.
  func clear() throws {
    try database.execute(
      "DELETE FROM invitations WHERE expires_at <= UTC_TIMESTAMP(6) LIMIT 10000")
  }
}

/// What an invitation is known by, beside what is shown of it.
struct NewInvitation {
  let emailKey: String
  /// Of the token.
  let hash: Digest
  let invitedBy: UUID
}

extension Invitation {
  init(_ row: inout Row) throws {
    id = try row.next()
    email = try row.next()
    role = try row.next()
    createdAt = try row.next()
    expiresAt = try row.next()
  }
}
