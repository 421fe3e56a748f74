import HTTP

/// What can go wrong with an album, beyond its links.
package enum AlbumsError: ProblemConvertible {
  case notFound
  /// For those who may see it.
  case notTheOwner
  case memberNotFound
  case ownerCannotAccept
  case tooManyMembers
  case photoNotFound
  /// For those who have joined to look, and no more.
  case viewersMayNot
  case notYourPhoto
  case tooManyPhotos

  package var problem: Problem {
    switch self {
    case .notFound: Problem(.notFound, "album_not_found", "There is no such album.")
    case .notTheOwner:
      Problem(.forbidden, "not_a_manager", "Only the owner of this album may do this.")
    case .memberNotFound:
      Problem(.notFound, "member_not_found", "There is no such member of this album.")
    case .ownerCannotAccept:
      Problem(.forbidden, "owner_cannot_accept", "This is your own album: you are in it already.")
    case .photoNotFound, .viewersMayNot, .notYourPhoto, .tooManyPhotos: ofPhotos
    case .tooManyMembers:
      Problem(
        .conflict, "too_many_members",
        "\(Albums.maximumMembers) people have joined this album. No more can.")
    }
  }

  private var ofPhotos: Problem {
    switch self {
    case .viewersMayNot:
      Problem(.forbidden, "view_only", "You have joined this album to look at it, and no more.")
    case .notYourPhoto:
      Problem(
        .forbidden, "not_your_photo",
        "Only the owner of this album and whoever added this photo may do this.")
    case .tooManyPhotos:
      Problem(
        .conflict, "too_many_photos",
        "An album may have \(Albums.maximumPhotos) photos. Nothing was added.")
    default: Problem(.notFound, "photo_not_found", "There is no such photo in this album.")
    }
  }
}
