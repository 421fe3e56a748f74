import Accounts
import HTTP
import MariaDB
import Primitives

// What accounts read of albums.

extension Albums {
  /// `GET /v1/albums`: one's own of a workspace, the newest first; with `deleted=true` those that can
  /// be restored; with `shared_with_me=true` those of others that the account has joined, wherever
  /// they lie.
  func list(_ identity: Identity, _ context: Context) throws -> Response {
    var query = try Query(context.request.query)
    let page = ListedPage(&query, of: "albums", by: .id)
    let isShared = query.truth("shared_with_me") ?? false
    let isDeleted = query.truth("deleted")
    let workspace = query.id("workspace_id")
    if isShared {
      for (name, isGiven) in [("deleted", isDeleted != nil), ("workspace_id", workspace != nil)]
      where isGiven {
        query.refuse(name, "not_allowed", "can't be combined with shared_with_me")
      }
    }
    try query.finish()
    let search = AlbumSearch(account: identity.account, database: context.database)
    let found: [SeenAlbum]
    if isShared {
      guard identity.session != nil else { throw AccountsError.keyNotAllowed }
      found = try search.joined(behind: page.place, limit: page.limit)
    } else {
      found = try search.own(
        in: identity.workspace(meant: workspace), isDeleted: isDeleted ?? false,
        behind: page.place, limit: page.limit)
    }
    return Response.json { json in
      json.object { answer in
        answer.array("albums", page.shown(of: found)) { array, seen in
          array.object { seen.album.write(to: &$0, as: seen.role) }
        }
        answer.text("next_cursor", page.next(after: found) { .uuid($0.album.id) })
      }
    }
  }

  /// `GET /v1/albums/{id}`: for its owner, and for those who have joined it.
  func read(_ id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    let (album, role) = try seen(id, by: identity, on: context.database)
    return Response.json { json in json.object { album.write(to: &$0, as: role) } }
  }
}
