/// The words of the pages behind an album's link, and of joining it (seed 2).
package struct AlbumPhrases: Sendable {
  package let sharedAlbum: String
  package let viewOnly: String
  package let viewOnlyText: String
  package let collaboration: String
  package let collaborationText: String
  /// Before an instant.
  package let expires: String
  package let neverExpires: String
  package let photoCount: @Sendable (Int) -> String
  package let photos: String
  /// Which one, of how many: what is said of a photo without a caption.
  package let photo: @Sendable (Int, Int) -> String
  package let noPhotos: String
  package let previous: String
  package let next: String
  package let backToAlbum: String

  // MARK: Joining
  package let join: String
  package let joinText: String
  package let yours: String
  package let joined: String
  package let openAlbum: String
  /// The album's title.
  package let joinTitle: @Sendable (String) -> String
  /// Whose account it is.
  package let joinAs: @Sendable (String) -> String
  package let joinNote: String
}
