import Accounts
import Files
import HTTP
import Links
import MariaDB
import Primitives
import Security

// How guests come in, what they see, and how they join. Every door of theirs asks `shared`.

extension Albums {
  package func respond(
    to operation: SharedAlbumsRoute.GuestOperation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .read(let token): try readShared(token, context)
    case .showPhoto(let photo, let token): try showShared(photo, token, context)
    }
  }

  package func respond(
    to operation: SharedAlbumsRoute.AccountOperation, as identity: Identity, _ context: Context
  ) throws -> Response {
    switch operation {
    case .accept(let token): try accept(token, identity, context)
    }
  }

  /// What a token opens, asked at the one door. Throws `DoorRefusal`.
  package func shared(_ token: String, on database: any Executor) throws -> SharedAlbum {
    try door(token, on: database).opened()
  }

  /// Throws `unknown`.
  private func door(_ token: String, on database: any Executor) throws -> AlbumDoor {
    guard let door = try SharedAlbumsStore(database: database).door(Door.token(token)) else {
      throw DoorRefusal.unknown
    }
    return door
  }

  /// `GET /v1/shared/albums/{token}`: the album, with a page of its photos.
  private func readShared(_ token: String, _ context: Context) throws -> Response {
    let shared = try shared(token, on: context.database)
    var query = try Query(context.request.query)
    let page = PhotoPage(&query, of: "shared_albums.photos")
    try query.finish()
    if !context.request.headers.alreadyHas(shared.tag) {
      tally.opened(shared.link, by: context.request)
    }
    var response = try context.request.conditional(shared.tag) {
      let found = try PhotosStore(database: context.database).photos(
        of: shared.id, behind: page.place, limit: page.limit)
      return Response.json { json in
        json.object { answer in
          shared.write(to: &answer)
          answer.array("photos", page.shown(of: found)) { array, photo in
            array.object { photo.writeForGuest(to: &$0, token: token, site: site) }
          }
          answer.text("next_cursor", page.next(after: found))
        }
      }
    }
    response.trace.link = shared.link.id
    return response
  }

  private enum Size: String, CaseIterable {
    case thumb, large
  }

  /// `GET /v1/shared/albums/{token}/photos/{photo_id}`: the bytes of a size that holds nothing but the
  /// picture, `large` unless the other is asked for. Counts as no open.
  private func showShared(
    _ photo: UUID, _ token: String, _ context: Context
  ) throws -> Response {
    let found = try SharedAlbumsStore(database: context.database).door(
      Door.token(token), photo: photo)
    guard let (door, files) = found else { throw DoorRefusal.unknown }
    let shared = try door.opened()
    var query = try Query(context.request.query)
    let size = query.word("size", Size.self) ?? .large
    try query.finish()
    guard let files else { throw AlbumsError.photoNotFound }
    var response = context.request.answer(
      with: size == .thumb ? files.servedThumb : files.servedLarge)
    response.trace.link = shared.link.id
    return response
  }

  // MARK: Joining

  /// `POST /v1/shared/albums/{token}/accept`: for every account that is signed in. Coming again
  /// answers the same.
  private func accept(
    _ token: String, _ identity: Identity, _ context: Context
  ) throws -> Response {
    try Fields.read(context.request, with: context.reader, atMost: 64 << 10) { _ in }
    let (album, link, standing) = try join(token, identity, context)
    var response = Response.json { json in
      json.object { answer in
        answer.uuid("album_id", album)
        answer.text("role", standing.role.rawValue)
        answer.instant("accepted_at", standing.acceptedAt)
      }
    }
    response.trace.link = link
    return response
  }

  /// Makes an account one of an album's people, by the link's mode as it is now: who came as a viewer
  /// through a link that has become one for collaboration is raised by coming again, and nobody is
  /// lowered.
  ///
  /// Throws `DoorRefusal`, 403 for a key and for the album's owner, and `tooManyMembers`.
  func join(
    _ token: String, _ identity: Identity, _ context: Context
  ) throws -> (album: UUID, link: UUID, standing: AlbumStanding) {
    guard identity.session != nil else { throw AccountsError.keyNotAllowed }
    let id = try shared(token, on: context.database).id
    return try context.managing(
      id, by: identity.actor, in: AlbumsStore.chain, "album.joined",
      unknown: DoorRefusal.unknown, refused: AlbumsError.ownerCannotAccept,
      find: { transaction in
        // Asked once more under the lock: what was revoked meanwhile lets nobody in.
        guard try AlbumsStore.chain.lock(id, in: transaction) else { return SharedAlbum?.none }
        return try shared(token, on: transaction)
      },
      isManaged: { shared, _ in shared.owner != identity.account },
      { shared, transaction in
        try enter(shared, identity, context, in: transaction)
        let store = AlbumMembersStore(database: transaction)
        guard let standing = try store.standing(of: identity.account, in: id) else {
          throw AlbumsError.notFound
        }
        return (id, shared.link.id, standing)
      })
  }

  /// Writes down that somebody came through an open link, unless they have before with as much.
  private func enter(
    _ shared: SharedAlbum, _ identity: Identity, _ context: Context, in transaction: Transaction
  ) throws {
    let store = AlbumMembersStore(database: transaction)
    let (account, link) = (identity.account, shared.link.id)
    let role: AlbumRole = shared.isCollaboration ? .collaborator : .viewer
    if let before = try store.role(of: account, in: shared.id, by: link) {
      guard before < role else { return }
      try store.raise(account, in: shared.id, by: link)
    } else {
      let isNew = try !store.isMember(account, of: shared.id)
      if isNew, try store.count(of: shared.id) >= Self.maximumMembers {
        throw AlbumsError.tooManyMembers
      }
      try store.insert(account, as: role, in: shared.id, by: link)
    }
    try record("album.joined", on: shared.id, identity, context, in: transaction) { object in
      object.uuid("link_id", link)
      object.text("role", role.rawValue)
    }
  }
}
