import HTTP

extension Account {
  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.text("kind", kind.rawValue)
    if let client { object.uuid("client_id", client) }
    object.text("email", email)
    object.text("name", name)
    object.instant("created_at", createdAt)
  }
}

extension Workspace {
  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.text("name", name)
    object.instant("created_at", createdAt)
  }
}

extension Membership {
  func write(to object: inout JSONWriter) {
    object.uuid("id", id)
    object.uuid("workspace_id", workspaceID)
    object.text("role", role.rawValue)
  }
}
