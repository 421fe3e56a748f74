import Accounts
import HTTP
import Links
import MariaDB
import Primitives

// Who has joined an album, and how they go.

extension Albums {
  /// `GET /v1/albums/{id}/members`: for its owner.
  func listMembers(of id: UUID, _ identity: Identity, _ context: Context) throws -> Response {
    var query = try Query(context.request.query)
    let limit = query.integer("limit", in: 1...200) ?? 50
    let order = "albums.members"
    let place = query.place("cursor", in: order) {
      if case (.instant, .uuid) = ($0.value, $0.tie) { true } else { false }
    }
    try query.finish()
    guard try seen(id, by: identity, on: context.database).role == .owner else {
      throw AlbumsError.notTheOwner
    }
    let found = try AlbumMembersStore(database: context.database).members(
      of: id, behind: place, limit: limit + 1)
    let page = found.prefix(limit)
    return Response.json { json in
      json.object { answer in
        answer.array("members", page) { array, member in array.object { member.write(to: &$0) } }
        answer.text(
          "next_cursor",
          found.count > limit
            ? page.last.map {
              ListPlace(value: .instant($0.acceptedAt), tie: .uuid($0.account)).cursor(in: order)
            } : nil)
      }
    }
  }

  /// `DELETE /v1/albums/{id}/members/{account_id}`: for the owner, and for whoever leaves. Who still
  /// has a link that opens may come again: to keep somebody out, rotate or revoke the link.
  func remove(
    _ account: UUID, from id: UUID, _ identity: Identity, _ context: Context
  ) throws -> Response {
    try removeMember(account, from: id, identity, context)
    return Response(.noContent)
  }

  /// Removes somebody from an album, or lets them leave it, also while they are paused. Throws
  /// `notFound`, `memberNotFound`, and `notTheOwner` to others who have joined it.
  package func removeMember(
    _ account: UUID, from id: UUID, _ identity: Identity, _ context: Context
  ) throws {
    let isLeaving = account == identity.account && identity.session != nil
    try context.managing(
      id, by: identity.actor, in: AlbumsStore.chain, "album.member_removed",
      unknown: AlbumsError.notFound, refused: AlbumsError.notTheOwner,
      find: { try AlbumsStore(database: $0).albumForUpdate(id) },
      isManaged: { album, transaction in
        if isLeaving, try AlbumMembersStore(database: transaction).isMember(account, of: id) {
          return true
        }
        return try role(of: identity, in: album, on: transaction).map { $0 == .owner }
      },
      { _, transaction in
        guard try AlbumMembersStore(database: transaction).delete(account, from: id) else {
          throw AlbumsError.memberNotFound
        }
        let action = isLeaving ? "album.member_left" : "album.member_removed"
        try record(action, on: id, identity, context, in: transaction) {
          $0.uuid("account_id", account)
        }
      })
  }

  /// What becomes of those who came through a link that is revoked: they go with it, unless they are
  /// to be kept.
  func partWithMembers(
    ofLink link: UUID, of album: UUID, keepingThem keeps: Bool, _ identity: Identity,
    _ context: Context, in transaction: Transaction
  ) throws {
    let store = AlbumMembersStore(database: transaction)
    let count = keeps ? try store.keep(throughLink: link) : try store.delete(throughLink: link)
    guard count > 0 else { return }
    let action = keeps ? "album.members_kept" : "album.members_removed"
    try record(action, on: album, identity, context, in: transaction) { object in
      object.uuid("link_id", link)
      object.integer("count", count)
    }
  }
}
