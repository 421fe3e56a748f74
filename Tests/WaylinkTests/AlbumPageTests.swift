import Foundation
import HTTP
import Primitives
import Testing

/// The pages of those who own albums or have joined them (seed 2).
@Suite struct AlbumPageTests {
  private let pages: AlbumPageScene
  private var scene: AlbumScene { pages.scene }
  private var owner: Browser { pages.owner }

  init() throws {
    pages = try AlbumPageScene()
  }

  // MARK: The list

  @Test func listsOnesOwnAndWhatWasSharedWithOne() throws {
    let own = try owner.get(AlbumPageScene.list).expecting(200).text
    #expect(own.contains("href=\"\(pages.page)\">Lake</a>") && own.contains("0 photos"))
    #expect(own.contains("aria-current=\"page\">Albums</a>"), "its place in the menu")
    let (browser, _) = try pages.joined(through: scene.share())
    #expect(try !browser.get(AlbumPageScene.list).expecting(200).text.contains("Lake"))
    let shared = try browser.get(AlbumPageScene.list + "?list=shared").expecting(200).text
    #expect(shared.contains(">Lake</a>") && shared.contains("You can look"))
    #expect(
      try owner.get(AlbumPageScene.list + "?list=shared").expecting(200).text
        .contains("Nothing was shared with you yet"))
  }

  @Test func makesRenamesDeletesAndRestores() throws {
    let new = owner.get("/console/albums/new")
    let made = try owner.submit(new, to: "/console/albums/new", ["title": "Sea & <sky>"])
      .expecting(303)
    let page = try #require(made["Location"])
    #expect(owner.get(page).text.contains("Sea &amp; &lt;sky&gt;"))
    let again = try owner.submit(new, to: "/console/albums/new", ["title": "Sea & <sky>"])
    #expect(again["Location"] == page, "the same form makes one album")
    let empty = try owner.submit(new, to: "/console/albums/new", ["title": ""]).expecting(400)
    #expect(empty.text.contains("Error: New album"))
    try owner.submit(owner.get(page), to: page + "/title", ["title": "Ocean"]).expecting(303)
    let question = owner.get(page + "/delete")
    #expect(question.text.contains("Delete “Ocean”?"))
    try owner.submit(question, to: page + "/delete").expecting(303)
    try owner.get(page).expecting(404)
    let bin = owner.get(AlbumPageScene.list + "?list=bin")
    try owner.submit(bin, to: page + "/restore").expecting(303)
    #expect(try owner.get(page).expecting(200).text.contains("Ocean"))
  }

  @Test func isForClientsToo() throws {
    let client = Browser(scene.world)
    let page = client.get("/console/sign-up/client")
    let fields = [
      "company_name": "Acme", "email": TestClient.unusedEmail(),
      "password": "correct horse battery",
    ]
    try client.submit(page, to: "/console/sign-up/client", fields).expecting(303)
    let made = try client.submit(
      client.get("/console/albums/new"), to: "/console/albums/new", ["title": "Machines"]
    ).expecting(303)
    #expect(try client.get(#require(made["Location"])).expecting(200).text.contains("Machines"))
    #expect(client.get("/console/client").text.contains("href=\"/console/albums\""))
  }

  // MARK: The share sheet

  @Test func createsALinkForAWhile() throws {
    let sheet = try pages.shown()
    for words in ["Link Expiration", "Create Share Link", "View only", "Collaboration"] {
      #expect(sheet.contains(words), "\(words)")
    }
    try pages.share([
      "mode": "collaborator", "expires": "true", "expires_at": "2099-05-06T09:08",
      "zone": "+02:00",
    ]).expecting(303)
    let link = try #require(pages.link())
    #expect(link["is_collaboration"].bool == true)
    #expect(link["expires_at"].text == "2099-05-06T07:08:00Z")
    let shown = try pages.shown()
    #expect(shown.contains("Expires <time datetime=\"2099-05-06T07:08:00Z\">"))
    #expect(try shown.contains("value=\"https://\(#require(link["url"].text).dropFirst(8))\""))
    #expect(shown.contains("Revoke Access") && !shown.contains("Create Share Link"))
  }

  @Test func createsALinkForGoodAndChangesItInPlace() throws {
    try pages.share(["mode": "viewer"]).expecting(303)
    let made = try #require(pages.link())
    #expect(made["indefinite"].bool == true && made["is_collaboration"].bool == false)
    #expect(try pages.shown().contains("Never expires"))
    try pages.share([
      "mode": "collaborator", "expires": "true", "expires_at": "2098-01-01T00:00",
    ]).expecting(303)
    let changed = try #require(pages.link())
    #expect(changed["token"].text == made["token"].text, "the address stays")
    #expect(changed["expires_at"].text == "2098-01-01T00:00:00Z")
    try pages.share(["mode": "collaborator", "expires_at": ""]).expecting(303)
    #expect(pages.link()?["indefinite"].bool == true, "turned off again")
  }

  @Test func neverPassesOverADate() throws {
    for (fields, words) in [
      (["expires_at": "2099-01-01T00:00"], "Turn this on, or empty the date."),
      (["expires": "true"], "Please fill this in."),
      (["expires": "true", "expires_at": "2001-01-01T00:00"], "This moment is over already."),
      (["expires": "true", "expires_at": "soon"], "Choose a date and a time."),
    ] {
      let answer = try pages.share(fields.merging(["mode": "viewer"]) { $1 }).expecting(400)
      #expect(answer.text.contains(words), "\(fields)")
      #expect(pages.link() == nil)
    }
  }

  @Test func keepsTheSecondsOfAnExpiryThatWasLeftAlone() throws {
    try scene.share(expiry: "\"2099-05-06T07:08:09.5Z\"")
    #expect(try pages.shown().contains("value=\"2099-05-06T07:08\""))
    try pages.share([
      "mode": "collaborator", "expires": "true", "expires_at": "2099-05-06T07:08",
    ]).expecting(303)
    #expect(pages.link()?["expires_at"].text == "2099-05-06T07:08:09.500Z")
  }

  @Test func managesALinkWhoseAddressIsNotKnownHere() throws {
    let link = try scene.share(expiry: "\"2099-05-06T07:08:00Z\"")
    try scene.world.sql(
      "UPDATE links SET sealed_token = NULL, seal_key = NULL WHERE id = \(link.id)")
    let sheet = try pages.shown()
    #expect(sheet.contains("Expires <time") && sheet.contains("A new address or another link"))
    #expect(!sheet.contains("Create Share Link") && sheet.contains("Revoke Access"))
    let rotation = pages.page + "/share-link/rotate"
    try pages.owner.submit(pages.owner.get(rotation), to: rotation, ["grace": "0"]).expecting(303)
    let rotated = try #require(pages.link())
    #expect(rotated["id"].text == link.id && rotated["token"].text != nil)
    #expect(rotated["expires_at"].text == "2099-05-06T07:08:00Z")
  }

  @Test func choosesWhenTheirOwnerIsTold() throws {
    let fields = ["mode": "viewer", "expires": "true", "expires_at": "2099-05-06T07:08"]
    try pages.share(fields).expecting(303)
    #expect(pages.link()?["remind_before_hours"].integer == 24)
    try pages.share(fields.merging(["remind": "168"]) { $1 }).expecting(303)
    #expect(pages.link()?["remind_before_hours"].integer == 168)
    #expect(try pages.shown().contains("<option value=\"168\" selected>1 week before"))
    try pages.share(fields.merging(["remind": "never"]) { $1 }).expecting(303)
    #expect(pages.link()?["remind_before_hours"].isNull == true)
    for word in ["0", "721", "soon"] {
      try pages.share(fields.merging(["remind": word]) { $1 }).expecting(400)
    }
  }

  @Test func revokesWithOrWithoutThePeople() throws {
    for keeps in [true, false] {
      let link = try scene.share()
      let (browser, _) = try pages.joined(through: link)
      let revoke = pages.page + "/share-link/revoke"
      let question = owner.get(revoke)
      #expect(question.text.contains("Revoke access through this link?"))
      #expect(browser.get(pages.page).status == 200)
      try owner.submit(question, to: revoke, keeps ? ["keep_members": "true"] : [:]).expecting(303)
      #expect(browser.get(pages.page).status == (keeps ? 200 : 404))
      #expect(Browser(scene.world).get("/shared/albums/\(link.token)").status == 410)
      #expect(try pages.shown().contains("Create Share Link"), "the sheet begins anew")
      try owner.get(revoke).expecting(404)
    }
  }

  @Test func givesALinkANewAddress() throws {
    let link = try scene.share()
    let rotate = pages.page + "/share-link/rotate"
    try owner.submit(owner.get(rotate), to: rotate, ["grace": "0"]).expecting(303)
    #expect(Browser(scene.world).get("/shared/albums/\(link.token)").status == 410)
    #expect(pages.link()?["token"].text != link.token)
  }

  @Test func makesFurtherLinksChangesAndRevokesThem() throws {
    try scene.share()
    let form = try pages.owner.get(pages.page).expecting(200)
    // Pressed twice, it is one.
    for _ in 0..<2 {
      try pages.owner.submit(form, to: pages.page + "/links", ["mode": "collaborator"])
        .expecting(303)
    }
    let made = try #require(
      scene.owner.get(scene.links).expecting(200).json["share_links"].items.first)
    let id = try #require(made["id"].text)
    let page = "\(pages.page)/links/\(id)"
    #expect(try !pages.shown().contains("Earlier links"), "it stands")
    try owner.submit(
      owner.get(page), to: page,
      ["mode": "viewer", "expires": "true", "expires_at": "2099-01-01T00:00"]
    ).expecting(303)
    let changed = try #require(
      scene.owner.get(scene.links).expecting(200).json["share_links"].items.first)
    #expect(changed["is_collaboration"].bool == false)
    #expect(changed["expires_at"].text == "2099-01-01T00:00:00Z")
    try owner.submit(owner.get(page + "/revoke"), to: page + "/revoke").expecting(303)
    try owner.get(page).expecting(404)
    #expect(try pages.shown().contains("Earlier links"))
    #expect(pages.link() != nil, "the album's own link is another one")
    // Of another album it is nobody's.
    let other = try AlbumPageScene()
    try other.owner.get("\(other.page)/links/\(id)").expecting(404)
  }

  // MARK: Photos

  @Test func takesSeveralPhotosAtOnce() throws {
    let pictures = try TestPictures.shared.get()
    let added = try owner.upload(
      [pictures.unique(), pictures.heic, pictures.tagged], to: pages.page
    ).expecting(303)
    #expect(added["Location"] == pages.page + "#photos")
    let order = try scene.order()
    #expect(order.count == 3)
    let shown = try pages.shown()
    #expect(shown.contains("alt=\"Photo 3 of 3\""))
    let image = "\(pages.page)/photos/\(order[0])/image"
    #expect(try owner.get(image + "?size=thumb").expecting(200)["Content-Type"] == "image/jpeg")
    let original = try owner.get(image + "?size=original").expecting(200)
    #expect(original["Content-Disposition"]?.hasPrefix("attachment") == true)
    #expect(Browser(scene.world).get(image).status == 303, "nobody in particular")
    // A script is told what it has added.
    let single = try owner.upload([pictures.unique()], to: pages.page, accept: "application/json")
      .expecting(201)
    #expect(single.json["position"].text == nil && single.json["id"].text != nil)
  }

  @Test func saysWhatIsNoPhoto() throws {
    let answer = try owner.upload([Bytes("%PDF-1.7".utf8)], to: pages.page).expecting(415)
    #expect(answer.text.contains("This is no photo that we can read"))
    let nothing = try owner.upload([], to: pages.page).expecting(400)
    #expect(nothing.text.contains("Please fill this in."))
    #expect(try scene.order().isEmpty)
  }

  /// A reply may be lost: what is sent again is there once.
  @Test func addsOnceWhatIsSentTwice() throws {
    let pictures = try TestPictures.shared.get()
    for accept in ["text/html", "application/json"] {
      let (once, files) = (UUID.v7().text, [pictures.unique()])
      let before = try scene.order().count
      let first = try owner.upload(files, to: pages.page, once: once, accept: accept)
      let again = try owner.upload(files, to: pages.page, once: once, accept: accept)
      #expect(first.status == again.status && first.status < 400)
      #expect(accept == "text/html" || first.json["id"].text == again.json["id"].text)
      #expect(try scene.order().count == before + 1)
      let other = try owner.upload([pictures.unique()], to: pages.page, once: once, accept: accept)
      #expect(other.status == 409)
      #expect(try scene.order().count == before + 1)
    }
    // Each page has a key of its own.
    let keys = try (0..<2).map { _ in
      let form = try #require(Browser.form(in: owner.get(pages.page), to: pages.page + "/photos"))
      return Browser.hiddenFields(in: form).first { $0.0 == "once" }?.1
    }
    #expect(keys[0] != nil && keys[0] != keys[1])
  }

  /// What the script says of an upload that was refused.
  @Test(arguments: ["en", "es"]) func saysWhyToTheScript(language: String) throws {
    owner.language = language
    let page = try pages.shown()
    let found = try #require(page.firstMatch(of: /data-reasons="([^"]*)"/)?.1)
    let json = found.replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    let reasons = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    #expect(
      Set(reasons.keys) == [
        "not_an_image", "image_damaged", "too_many_pixels", "image_too_complex",
        "payload_too_large", "too_many_photos", "storage_full", "view_only", "album_not_found",
        "photo_not_found", "form_expired", "foreign_form", "rate_limited", "unavailable",
        "unauthorized", "unreached", "internal_error", "refused",
      ])
    #expect(Set(reasons.values).count == reasons.count)
    let words = language == "en" ? "This is no photo that we can read" : "No es una foto"
    #expect(reasons["not_an_image"]?.hasPrefix(words) == true)
  }

  @Test func takesNoPhotoByAForeignForm() throws {
    let picture = try TestPictures.shared.get().plain
    try owner.upload([picture], to: pages.page, token: "forged").expecting(403)
    let stranger = try AlbumPageScene()
    try stranger.owner.upload([picture], to: pages.page).expecting(403)
    #expect(try scene.order().isEmpty)
  }

  @Test func changesMovesCoversAndDeletes() throws {
    let photos = try (0..<3).map { _ in try scene.photo() }
    let page = { (photo: String) in "\(pages.page)/photos/\(photo)" }
    try owner.submit(owner.get(page(photos[2])), to: page(photos[2]), ["caption": "A boat"])
      .expecting(303)
    #expect(try pages.shown().contains("alt=\"A boat\""))
    try owner.submit(owner.get(page(photos[2])), to: page(photos[2]) + "/earlier").expecting(303)
    #expect(try scene.order() == [photos[0], photos[2], photos[1]])
    try owner.submit(owner.get(page(photos[0])), to: page(photos[0]) + "/later").expecting(303)
    #expect(try scene.order() == [photos[2], photos[0], photos[1]])
    #expect(!owner.get(page(photos[2])).text.contains("/earlier"), "it is the first")
    try owner.submit(owner.get(page(photos[1])), to: page(photos[1]) + "/cover").expecting(303)
    #expect(owner.get(AlbumPageScene.list).text.contains("\(photos[1])/image?size=thumb"))
    try owner.submit(owner.get(page(photos[1]) + "/delete"), to: page(photos[1]) + "/delete")
      .expecting(303)
    #expect(try scene.order() == [photos[2], photos[0]])
  }

  @Test func aCollaboratorChangesTheirOwnAndAViewerNothing() throws {
    let others = try scene.photo()
    let (collaborator, _) = try pages.joined(through: scene.share(collaboration: true))
    let (viewer, _) = try pages.joined(through: scene.furtherLink())
    try collaborator.upload([TestPictures.shared.get().unique()], to: pages.page).expecting(303)
    let own = try #require(scene.order().last)
    let shown = try collaborator.get(pages.page).expecting(200).text
    #expect(!shown.contains("Create Share Link") && !shown.contains("share-link"))
    #expect(collaborator.get("\(pages.page)/photos/\(own)").text.contains("Delete photo"))
    #expect(!collaborator.get("\(pages.page)/photos/\(others)").text.contains("Delete photo"))
    try collaborator.get("\(pages.page)/photos/\(others)/delete").expecting(403)
    let looked = try viewer.get(pages.page).expecting(200).text
    #expect(!looked.contains("type=\"file\"") && looked.contains("Leave album"))
    try viewer.get("\(pages.page)/photos/\(own)/delete").expecting(403)
    for path in ["/delete", "/share-link/revoke", "/share-link/rotate"] {
      try viewer.get(pages.page + path).expecting(403)
    }
  }

  // MARK: People

  @Test func showsWhoHasJoinedAndLetsThemGo() throws {
    let link = try scene.share()
    let (browser, person) = try pages.joined(through: link)
    #expect(try pages.shown().contains("View only · since"))
    try scene.expire(link)
    #expect(try pages.shown().contains("Paused: the link they came through has expired"))
    try scene.share(expiry: "null")
    let remove = "\(pages.page)/members/\(person.account)/remove"
    try owner.submit(owner.get(remove), to: remove).expecting(303)
    try browser.get(pages.page).expecting(404)
    #expect(try pages.shown().contains("Nobody has joined yet."))
    try owner.get(remove).expecting(404)
  }

  @Test func peopleLeaveByThemselves() throws {
    let (browser, person) = try pages.joined(through: scene.share())
    let leave = "\(pages.page)/members/\(person.account)/remove"
    let question = browser.get(leave)
    #expect(question.text.contains("Leave “Lake”?"))
    let left = try browser.submit(question, to: leave).expecting(303)
    #expect(left["Location"] == "/console/albums?list=shared")
    try browser.get(pages.page).expecting(404)
    try browser.get("\(pages.page)/members/\(scene.person.account)/remove").expecting(404)
  }

  @Test func strangersSeeNothing() throws {
    let photo = try scene.photo()
    let link = try scene.share()
    let stranger = try AlbumPageScene()
    for path in [
      "", "/delete", "/photos/\(photo)", "/photos/\(photo)/image", "/photos/\(photo)/delete",
      "/share-link/revoke", "/share-link/rotate", "/links/\(link.id)",
      "/members/\(scene.person.account)/remove",
    ] {
      try stranger.owner.get(pages.page + path).expecting(404)
      #expect(Browser(scene.world).get(pages.page + path).status == 303, "\(path)")
    }
  }
}
