import HTTP

/// What can go wrong with an album, beyond its links.
package enum AlbumsError: ProblemConvertible {
  case notFound
  /// For those who may see it.
  case notTheOwner
  case memberNotFound
  case ownerCannotAccept
  case tooManyMembers

  package var problem: Problem {
    switch self {
    case .notFound: Problem(.notFound, "album_not_found", "There is no such album.")
    case .notTheOwner:
      Problem(.forbidden, "not_a_manager", "Only the owner of this album may do this.")
    case .memberNotFound:
      Problem(.notFound, "member_not_found", "There is no such member of this album.")
    case .ownerCannotAccept:
      Problem(.forbidden, "owner_cannot_accept", "This is your own album: you are in it already.")
    case .tooManyMembers:
      Problem(
        .conflict, "too_many_members",
        "\(Albums.maximumMembers) people have joined this album. No more can.")
    }
  }
}
