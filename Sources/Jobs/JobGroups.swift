import Accounts
import Clients
import HTTP
import MariaDB
import Primitives

/// A client that a workspace posts for, with how many of its jobs are in which state.
struct JobGroup: Sendable {
  let client: LinkedClient
  /// In the order of the states.
  let counts: [(status: Job.Status, count: Int)]

  var total: Int { counts.reduce(0) { $0 + $1.count } }
}

extension Jobs {
  /// `GET /v1/jobs?group_by=client`: the clients that a workspace posts for, by id.
  func listGroups(
    _ query: consuming Query, _ member: Member, _ context: Context
  ) throws -> Response {
    var query = query
    let limit = query.integer("limit", in: 1...200) ?? 50
    let page = PageRequest(&query, "cursor", limit: limit)
    let workspace = query.id("workspace_id")
    try query.finish()
    let membership = try member.membership(meant: workspace)
    let groups = try groups(of: membership.workspaceID, page, on: context.database)
    return Response.json { json in
      json.object { answer in
        answer.array("groups", groups.items) { array, group in
          array.object { object in
            object.uuid("client_id", group.client.id)
            object.text("company_name", group.client.companyName)
            object.text("consent", group.client.consent.rawValue)
            object.object("counts") { counts in
              for (status, count) in group.counts { counts.integer(status.name, count) }
            }
          }
        }
        answer.uuid("next_cursor", groups.next)
      }
    }
  }

  /// For a member of the workspace.
  func groups(
    of workspace: UUID, _ request: PageRequest, on database: any Executor
  ) throws -> Page<JobGroup> {
    let page = try Clients.clients(of: workspace, request, on: database)
    let counts = try PostingsStore(database: database).counts(
      of: page.items.map(\.id), in: workspace)
    return page.map { client in
      JobGroup(
        client: client,
        counts: Job.Status.allCases.map { status in
          (status, counts.first { $0.client == client.id && $0.status == status }?.count ?? 0)
        })
    }
  }
}
