extension AlbumPagePhrases {
  static let english = AlbumPagePhrases(
    title: "Albums",
    own: "My albums",
    sharedWithMe: "Shared with me",
    new: "New album",
    newTitle: "New album",
    albumTitle: "Title",
    make: "Make album",
    noAlbums: Notice(
      title: "No albums yet",
      text: "Put photos together and share them by a link: to look at or to add to, for a while or "
        + "for good."),
    nothingShared: Notice(
      title: "Nothing was shared with you yet",
      text: "Albums that you join through a link stand here."),
    noWorkspace: Notice(
      title: "You belong to no workspace",
      text: "A member's albums belong to a workspace. Ask an owner or admin to add you."),
    emptyBin: Notice(title: "The bin is empty", text: "Deleted albums would stand here."),
    bin: "Bin",
    binText:
      "Deleted albums stay here for 30 days. Meanwhile their links open nothing; restored, they "
      + "open again.",
    backToAlbums: "Back to the albums",
    restore: "Restore",
    deleted: "Deleted",
    ofAlbum: { "“\($0)”" },
    ownedBy: "from",
    somebody: "somebody who has left",
    roles: {
      switch $0 {
      case .viewer: "You can look"
      case .collaborator: "You can add photos"
      case .owner: "Yours"
      }
    },
    rename: "Rename",
    delete: "Delete album",
    deleteTitle: { "Delete “\($0)”?" },
    deleteText:
      "Its links open nothing any more, and those who have joined it see it no more. You can "
      + "restore it for 30 days, with its photos, links and people.",
    share: "Share",
    people: "People",
    parts: "Parts of this page",
    addPhotos: "Add photos",
    addPhotosHint:
      "JPEG, PNG, WebP, HEIC or AVIF; 25 MB each, 20 and 200 MB at once. Those who see the album don't see "
      + "where and when they were taken; the originals say it, and are for you and those who can add "
      + "photos.",
    upload: "Upload",
    uploading: "Uploading …",
    uploaded: "Uploaded",
    notUploaded: "Not uploaded",
    retry: "Try again",
    waiting: "Waiting until it can be taken …",
    signedOut: Notice(
      title: "You are signed out",
      text: "Sign in again, and choose the photos that are missing once more."),
    unreached: Notice(
      title: "Waylink can't be reached",
      text: "Check your connection. What has arrived already isn't added twice."),
    refused: Notice(
      title: "This could not be added", text: "Load the page again and try it once more."),
    noPhotos: "There are no photos in this album yet.",
    noPhotosToAdd: "There are no photos in this album yet. Add the first ones below.",
    caption: "Caption",
    captionHint: "What is to be seen: it is also read out to those who can't see the photo.",
    details: "Details",
    addedBy: "Added by",
    takenAt: "Taken",
    cover: "Cover of the album",
    makeCover: "Make cover",
    moveEarlier: "Move earlier",
    moveLater: "Move later",
    original: "Download original",
    deletePhoto: "Delete photo",
    deletePhotoTitle: "Delete this photo?",
    deletePhotoText: "That is for good: it leaves the album for everybody who sees it.",
    shareLead:
      "Whoever has the link sees the photos, and can join the album if they have an account.",
    mode: "Mode",
    canLook: "who joins can look at the photos.",
    canAdd: "who joins can add photos too.",
    expiration: "Link Expiration",
    expirationHint: "Off: the link never expires.",
    date: "Expiration date and time",
    dateHint: "Only with link expiration; in the time zone below.",
    dateUnused: "You have filled in a date. Turn this on, or empty the date.",
    reminder: "E-mail me before it expires",
    reminderHint: "Once, so that you can give it more time.",
    reminders: {
      switch $0 {
      case nil: "Not at all"
      case let hours? where hours % 168 == 0:
        hours == 168 ? "1 week before" : "\(hours / 168) weeks before"
      case let hours? where hours % 24 == 0:
        hours == 24 ? "1 day before" : "\(hours / 24) days before"
      case let hours?: hours == 1 ? "1 hour before" : "\(hours) hours before"
      }
    },
    create: "Create Share Link",
    update: "Save",
    updateHint:
      "The address stays the same. Those who have joined already stay what they are.",
    address: "Share link",
    copyLink: "Copy link",
    addressForgotten:
      "This link has ended so long ago that its address was forgotten. Create a new one.",
    addressUnknown:
      "This link works, but its address can't be shown: only those know it who have it. A new address "
      + "or another link can be copied.",
    revoke: "Revoke Access",
    revokeTitle: "Revoke access through this link?",
    revokeText:
      "It opens nothing from then on, and that is for good. You can create a new link afterwards.",
    keepMembers: "Keep the people who joined through it",
    keepMembersHint: "Otherwise they leave the album with the link.",
    rotate: "New address",
    rotateTitle: "Give this link a new address?",
    rotateText:
      "Everything else stays: mode, expiration, and the people who have joined. Send the new "
      + "address to those who should still get in.",
    grace: "The old address works on for",
    graces: {
      switch $0 {
      case 0: "not at all: it stops at once"
      case 3_600: "1 hour"
      case 86_400: "1 day"
      default: "1 week"
      }
    },
    expiredSince: "Expired",
    furtherLinks: "More links",
    furtherLinksText: "Each with its own mode and expiration, for other people.",
    makeFurther: "Create another link",
    moreLinks: "More links",
    change: "Change",
    changeTitle: "Share link",
    ofLink: "the link of",
    endedLinks: "Earlier links",
    made: "Made",
    ended: "ended",
    nobody: "Nobody has joined yet.",
    paused: "Paused: the link they came through has expired",
    since: "since",
    remove: "Remove",
    removeTitle: { "Remove \($0) from this album?" },
    removeText:
      "They see it no more. Who still has a link that opens can join again: revoke it or give it a "
      + "new address to keep them out.",
    leave: "Leave album",
    leaveTitle: { "Leave “\($0)”?" },
    leaveText:
      "It goes from your list. What you have added stays in it. With a link that opens you can join "
      + "again.",
    morePeople: "More people",
    problem: {
      switch $0 {
      case "album_not_found":
        Notice(
          title: "There is no such album",
          text: "It was deleted, or isn't shared with you any more.")
      case "photo_not_found":
        Notice(title: "This photo is gone", text: "Somebody has deleted it already.")
      case "member_not_found":
        Notice(title: "They have left already", text: "There is nobody to remove any more.")
      case "owner_cannot_accept":
        Notice(title: "This is your own album", text: "You are in it already.")
      case "too_many_members":
        Notice(
          title: "No more people can join",
          text: "As many as an album can have are in it. Its owner can remove some.")
      case "view_only":
        Notice(
          title: "You can look at this album, and no more",
          text: "Its owner can send you a link for collaboration.")
      case "not_your_photo":
        Notice(
          title: "This is somebody else's photo",
          text: "Only the album's owner and whoever added it can do this.")
      case "too_many_photos":
        Notice(
          title: "The album is full", text: "An album can have 2,000 photos. Nothing was added.")
      case "too_many_share_links":
        Notice(
          title: "There are too many links",
          text: "Revoke some that are not needed any more.")
      case "not_an_image":
        Notice(
          title: "This is no photo that we can read",
          text: "JPEG, PNG, WebP, HEIC and AVIF are taken. Nothing was added.")
      case "image_damaged":
        Notice(
          title: "A photo is damaged",
          text: "It can't be read to its end. Nothing was added.")
      case "too_many_pixels":
        Notice(
          title: "A photo is too large",
          text: "It has more than 100 million pixels. Nothing was added.")
      case "image_too_complex":
        Notice(
          title: "A photo can't be read in time",
          text: "Save it once more as JPEG, and upload that. Nothing was added.")
      case "rate_limited":
        Notice(
          title: "That was too much at once", text: "Wait a moment, then try again.")
      case "payload_too_large":
        Notice(title: "That is too large", text: "A photo may have 25 MB. Nothing was added.")
      case "storage_full":
        Notice(
          title: "There is no room left", text: "Nothing was added. Whoever runs this site knows.")
      default: nil
      }
    })
}
