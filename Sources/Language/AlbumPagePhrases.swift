/// The words of the pages of those who own albums or have joined them (seed 2).
package struct AlbumPagePhrases: Sendable {
  // MARK: The list
  package let title: String
  package let own: String
  package let sharedWithMe: String
  package let new: String
  package let newTitle: String
  package let albumTitle: String
  package let make: String
  package let noAlbums: Notice
  package let nothingShared: Notice
  package let noWorkspace: Notice
  package let emptyBin: Notice
  package let bin: String
  package let binText: String
  package let backToAlbums: String
  package let restore: String
  package let deleted: String
  /// The album's title, behind what is done to it.
  package let ofAlbum: @Sendable (String) -> String
  package let ownedBy: String
  package let somebody: String
  package let roles: @Sendable (AlbumRoleWord) -> String

  // MARK: An album
  package let rename: String
  package let delete: String
  package let deleteTitle: @Sendable (String) -> String
  package let deleteText: String
  package let share: String
  package let people: String
  package let parts: String

  // MARK: Photos
  package let addPhotos: String
  package let addPhotosHint: String
  package let upload: String
  package let uploading: String
  package let uploaded: String
  package let notUploaded: String
  package let retry: String
  /// While others upload as much as there is room for.
  package let waiting: String
  /// What is said of an upload whose sender isn't signed in any more, which was not answered at all,
  /// and which was refused for a reason that has no words of its own.
  package let signedOut: Notice
  package let unreached: Notice
  package let refused: Notice
  package let noPhotos: String
  package let noPhotosToAdd: String
  package let caption: String
  package let captionHint: String
  package let details: String
  package let addedBy: String
  package let takenAt: String
  package let cover: String
  package let makeCover: String
  package let moveEarlier: String
  package let moveLater: String
  package let original: String
  package let deletePhoto: String
  package let deletePhotoTitle: String
  package let deletePhotoText: String

  // MARK: The share sheet
  package let shareLead: String
  package let mode: String
  package let canLook: String
  package let canAdd: String
  package let expiration: String
  package let expirationHint: String
  package let date: String
  package let dateHint: String
  package let dateUnused: String
  /// Of the owner, before a link expires.
  package let reminder: String
  package let reminderHint: String
  /// So many hours before; nil: not at all.
  package let reminders: @Sendable (Int?) -> String
  package let create: String
  package let update: String
  package let updateHint: String
  package let address: String
  package let copyLink: String
  package let addressForgotten: String
  package let addressUnknown: String
  package let revoke: String
  package let revokeTitle: String
  package let revokeText: String
  package let keepMembers: String
  package let keepMembersHint: String
  package let rotate: String
  package let rotateTitle: String
  package let rotateText: String
  package let grace: String
  package let graces: @Sendable (Int) -> String
  package let expiredSince: String
  package let furtherLinks: String
  package let furtherLinksText: String
  package let makeFurther: String
  package let moreLinks: String
  package let change: String
  package let changeTitle: String
  package let ofLink: String
  package let endedLinks: String
  package let made: String
  package let ended: String

  // MARK: Who has joined
  package let nobody: String
  package let paused: String
  package let since: String
  package let remove: String
  package let removeTitle: @Sendable (String) -> String
  package let removeText: String
  package let leave: String
  package let leaveTitle: @Sendable (String) -> String
  package let leaveText: String
  package let morePeople: String

  /// By a problem's code; nil for one that has no words here.
  package let problem: @Sendable (String) -> Notice?
}

/// What somebody is to an album.
package enum AlbumRoleWord: String, CaseIterable, Sendable {
  case viewer, collaborator, owner
}
