import HTTP
import Primitives

// `/api/workspaces/{id}/memberships…`, which speaks camelCase.

extension Accounts {
  /// `GET /api/workspaces/{id}/memberships`.
  func listMembers(of workspace: UUID, _ member: Member, _ context: Context) throws -> Response {
    let (page, invitations) = try members(
      of: workspace, for: member, PageRequest(context.request), on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("memberships", page.items) { array, item in
          array.object { item.write(to: &$0) }
        }
        answer.array("invitations", invitations) { array, item in
          array.object { item.write(to: &$0) }
        }
        answer.uuid("nextCursor", page.next)
      }
    }
  }

  /// `POST /api/workspaces/{id}/memberships`: 201 for an account that exists, 202 for an invitation.
  func addMember(to workspace: UUID, _ member: Member, _ context: Context) throws -> Response {
    let (form, repeatKey) = try context.readOnce(
      "accounts.add_member", of: workspace.text, by: member.caller
    ) { try MemberForm(&$0) }
    let addition = try addMember(
      form, to: workspace, by: member, from: context.request, once: repeatKey,
      on: context.database)
    switch addition {
    case .joined(let joined):
      return Response.json(.created) { json in
        json.object { $0.object("membership") { joined.write(to: &$0) } }
      }
    case .invited(let invitation):
      return Response.json(Status(202)) { json in
        json.object { answer in
          answer.object("invitation") { invitation.write(to: &$0) }
          answer.text("email", correspondence.delivery.rawValue)
        }
      }
    }
  }

  /// `PATCH /api/workspaces/{id}/memberships/{membershipId}`.
  func changeRole(
    _ id: UUID, in workspace: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    let form = try Fields.read(context.request, with: context.reader) { try RoleForm(&$0) }
    let changed = try changeRole(
      of: id, to: form.role, in: workspace, by: member, from: context.request,
      on: context.database)
    return Response.json { json in
      json.object { $0.object("membership") { changed.write(to: &$0) } }
    }
  }

  /// `DELETE /api/workspaces/{id}/memberships/{membershipId}`.
  func removeMember(
    _ id: UUID, of workspace: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    try removeMember(
      id, of: workspace, by: member, from: context.request, on: context.database)
    return Response(.noContent)
  }
}

extension WorkspaceMember {
  func write(to object: inout JSONWriter) {
    object.uuid("id", membership.id)
    object.uuid("accountId", account)
    object.text("name", name)
    object.text("email", email)
    object.text("role", membership.role.rawValue)
    object.instant("createdAt", since)
  }
}
