import Accounts
import HTTP
import Links
import Primitives
import Repeats
import Security

// How an album comes to be.

extension Albums {
  /// `POST /v1/albums`: for every account, and for keys. A member's album belongs to a workspace, a
  /// client's to the client's account.
  func create(_ identity: Identity, _ context: Context) throws -> Response {
    try context.request.requireJSON()
    let body = try context.request.body.collect(atMost: 64 << 10)
    let repeatKey = try RepeatKey(
      context.request, caller: identity.caller, route: "albums.create", body: SHA256.hash(body))
    let form = try Fields.read(body, with: context.reader) { NewAlbumForm(&$0) }
    let (effect, album) = try make(form, once: repeatKey, identity, context)
    return Response.json(
      effect.status, headers: [Header("Location", AlbumsRoute.album(album.id).path)]
    ) { json in json.object { album.write(to: &$0, as: .owner) } }
  }

  /// Makes an album, or finds what a repeat has made, even if that was deleted since.
  ///
  /// Throws 400 `workspace_required`, 404 for a workspace that isn't the caller's, and what
  /// `RepeatKey.once` throws.
  package func make(
    _ form: NewAlbumForm, once repeatKey: RepeatKey?, _ identity: Identity, _ context: Context
  ) throws -> (effect: Effect, album: Album) {
    let workspace = try identity.workspace(meant: form.workspaceID)
    let id = UUID.v7()
    return try context.database.transaction { transaction in
      let store = AlbumsStore(database: transaction)
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        try store.insert(id, title: form.title, of: identity.account, in: workspace)
        // The new row's foreign key has waited for whoever was changing the workspace's members, and
        // keeps others from it: nobody who was sent away leaves an album behind that no heir was given.
        if let workspace,
          try Accounts.membership(of: identity, in: workspace, on: transaction) == nil
        {
          throw AccountsError.unknownWorkspace
        }
        try record("album.created", on: id, identity, context, in: transaction)
        return Effect(.created, resource: id)
      }
      guard let album = try store.made(effect.resource ?? id), album.isOwned(by: identity) else {
        throw AlbumsError.notFound
      }
      return (effect, album)
    }
  }
}

/// What a new album is to be.
package struct NewAlbumForm: Sendable {
  package let title: String
  /// Nil: the only one, or a client's own.
  package let workspaceID: UUID?

  /// Errors are noted in `fields`; whoever reads them finishes.
  package init(_ fields: inout Fields) {
    title = fields.text("title", length: 1...500)
    workspaceID = fields.optionalUUID("workspace_id")
  }
}
