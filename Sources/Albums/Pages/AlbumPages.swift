import Accounts
import Console
import HTTP
import Links
import Primitives

// The pages of those who own albums or have joined them: which of them answers to what.

extension Albums {
  /// Asks the console who is there, and whether a form is theirs, before anything else.
  package func respond(
    to operation: AlbumPagesRoute.Operation, in console: Console, _ context: Context
  ) throws -> Response {
    switch operation {
    case .page(let page): try show(page, try console.accountVisit(context))
    case .act(let act): try perform(act, try console.accountSubmission(context))
    case .upload(let id): try upload(to: id, in: console, context)
    }
  }

  private func show(
    _ page: AlbumPagesRoute.PageOperation, _ visit: AccountVisit
  ) throws -> Response {
    switch page {
    case .list: try AlbumListPage(visit).response()
    case .new: newAlbum(visit)
    case .album(let id): try AlbumPage(id, visit, self).response()
    case .confirmDeletion(let id): try confirmDeletion(of: id, visit)
    case .photo(let photo, let id): try AlbumPhotoPage(photo, of: id, visit, self).response()
    case .image(let photo, let id): try showPhoto(photo, of: id, visit.identity, visit.context)
    case .confirmPhotoDeletion(let photo, let id):
      try confirmDeletion(ofPhoto: photo, of: id, visit)
    case .askRotation(let id): try askRotation(of: id, visit)
    case .askRevocation(let link, let id): try askRevocation(of: link, of: id, visit)
    case .link(let link, let id): try AlbumLinkPage(link, of: id, visit, self).response()
    case .confirmRemoval(let account, let id): try confirmRemoval(of: account, from: id, visit)
    case .back(let id): visit.redirect(to: AlbumPagesRoute.album(id).address)
    }
  }

  private func perform(
    _ act: AlbumPagesRoute.Act, _ submission: AccountSubmission
  ) throws -> Response {
    switch act {
    case .create: try create(submission)
    case .rename(let id): try rename(id, submission)
    case .delete(let id): try delete(id, submission)
    case .restore(let id): try restore(id, submission)
    case .changePhoto(let photo, let id): try changePhoto(photo, of: id, submission)
    case .movePhoto(let photo, let places, let id):
      try movePhoto(photo, by: places, of: id, submission)
    case .makeCover(let photo, let id): try makeCover(photo, of: id, submission)
    case .deletePhoto(let photo, let id): try deletePhoto(photo, of: id, submission)
    case .share(let id): try share(id, submission)
    case .rotate(let id): try rotateLink(of: id, submission)
    case .revoke(let link, let id): try revokeLink(link, of: id, submission)
    case .makeLink(let id): try makeLink(of: id, submission)
    case .changeLink(let link, let id): try changeLink(link, of: id, submission)
    case .remove(let account, let id): try remove(account, from: id, submission)
    }
  }

  // MARK: Shared by these

  /// An album for a page that only its owner sees. Throws `notFound`, and 403 for those who have joined.
  func ownAlbum(_ id: UUID, for visit: AccountVisit) throws -> Album {
    let (album, role) = try seen(id, by: visit.identity, on: visit.context.database)
    guard role == .owner else { throw AlbumsError.notTheOwner }
    // What lies in the bin is restored before anything else.
    guard album.deletedAt == nil else { throw AlbumsError.notFound }
    return album
  }
}
