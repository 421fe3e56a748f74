import Foundation
import HTTP
import Primitives
import Testing

/// The pages behind an album's link, as somebody at a browser meets them (seed 2).
@Suite struct SharedAlbumPageTests {
  private let pages: AlbumPageScene
  private var scene: AlbumScene { pages.scene }

  init() throws {
    pages = try AlbumPageScene()
  }

  private func page(_ link: AlbumScene.Link) -> String { "/shared/albums/\(link.token)" }

  @Test func saysWhetherItExpiresAndWhatWhoJoinsMayDo() throws {
    let link = try scene.share()
    let guest = Browser(scene.world)
    let forGood = try guest.get(page(link)).expecting(200).text
    #expect(forGood.contains("<h1 dir=\"auto\">Lake</h1>") && forGood.contains("Never expires"))
    #expect(forGood.contains("View only") && forGood.contains("There are no photos here yet."))
    try scene.share(collaboration: true, expiry: "\"2099-05-06T07:08:00Z\"")
    let forAWhile = try guest.get(page(link)).expecting(200).text
    #expect(forAWhile.contains("Expires <time datetime=\"2099-05-06T07:08:00Z\">"))
    #expect(!forAWhile.contains("Never expires") && forAWhile.contains("Collaboration"))
    guest.language = "es"
    #expect(guest.get(page(link)).text.contains("<span class=\"status completed\">Colaboración"))
  }

  @Test func showsPhotosWithTheirCaptionsInTheirOrder() throws {
    let link = try scene.share()
    let photos = try (0..<3).map { _ in try scene.photo() }
    try scene.owner.patch("\(scene.photos)/\(photos[1])", #"{"caption":"A <boat> & \"sail\""}"#)
      .expecting(200)
    let guest = Browser(scene.world)
    let first = try guest.get(page(link) + "?limit=2").expecting(200).text
    #expect(first.contains("alt=\"Photo 1 of 3\" width=\"60\" height=\"40\" loading=\"lazy\""))
    #expect(first.contains("alt=\"A &lt;boat&gt; &amp; &quot;sail&quot;\""))
    #expect(first.contains("src=\"/v1\(page(link))/photos/\(photos[0])?size=thumb\""))
    let next = try #require(first.firstMatch(of: /href="([^"]*cursor=[^"]*)"/)?.1)
    let second = try guest.get(String(next)).expecting(200).text
    #expect(second.contains("alt=\"Photo 3 of 3\"") && !second.contains(photos[0]))
    let alone = try guest.get("\(page(link))/photos/\(photos[1])").expecting(200).text
    #expect(alone.contains("href=\"\(page(link))/photos/\(photos[0])\" rel=\"prev\""))
    #expect(alone.contains("href=\"\(page(link))/photos/\(photos[2])\" rel=\"next\""))
    #expect(alone.contains("<figcaption dir=\"auto\">A &lt;boat&gt;"))
    #expect(alone.contains("<h1>Photo 2 of 3</h1>"))
    #expect(!alone.contains(scene.person.account), "who added it is not for guests")
  }

  @Test func showsNoPhotoOfAnotherAlbum() throws {
    let link = try scene.share()
    let other = try AlbumScene(scene.world)
    let photo = try other.photo()
    try Browser(scene.world).get("\(page(link))/photos/\(photo)").expecting(404)
  }

  @Test func saysWhichWayADeadLinkDied() throws {
    let link = try scene.share()
    let photo = try scene.photo()
    try scene.expire(link)
    let guest = Browser(scene.world)
    for path in ["", "/photos/\(photo)", "/join"] {
      let answer = try guest.get(page(link) + path).expecting(410)
      #expect(answer.text.contains("This link has expired"), "\(path)")
    }
    try scene.owner.delete(scene.link).expecting(204)
    #expect(try guest.get(page(link)).expecting(410).text.contains("This link was taken back"))
    #expect(guest.get("/shared/albums/\(String(repeating: "A", count: 24))").status == 404)
  }

  // MARK: Joining

  @Test func whoSignsUpAtJoinLandsInTheAlbum() throws {
    let link = try scene.share(collaboration: true)
    let guest = Browser(scene.world)
    let join = page(link) + "/join"
    #expect(guest.get(page(link)).text.contains("href=\"\(join)\">Join album</a>"))
    // A token is in no query: what leads back here is a cookie.
    #expect(try guest.get(join).expecting(303)["Location"] == "/console/sign-in")
    let first = try guest.get("/console/sign-in").expecting(200).text
    #expect(first.contains("href=\"/console/sign-up\""))
    let page = try guest.get("/console/sign-up").expecting(200)
    let (email, name) = (TestClient.unusedEmail(), "Grace")
    let made = try guest.submit(
      page, to: "/console/sign-up",
      [
        "name": name, "email": email, "password": "correct horse battery",
        "workspace_name": "Hopper",
      ]
    ).expecting(303)
    #expect(made["Location"] == join)
    let question = try guest.get(join).expecting(200)
    #expect(question.text.contains("Join “Lake”?") && question.text.contains("You join as Grace"))
    let joined = try guest.submit(question, to: join).expecting(303)
    #expect(joined["Location"] == pages.page)
    let album = try guest.get(pages.page).expecting(200).text
    #expect(album.contains("You have joined the album.") && album.contains("You can add photos"))
    #expect(guest.get("/console/albums?list=shared").text.contains(">Lake</a>"))
    #expect(guest.get(self.page(link)).text.contains("You have joined this album."))
    #expect(try guest.get(join).expecting(303)["Location"] == pages.page, "nothing more to ask")
  }

  @Test func whoSignsInAtJoinLandsInTheAlbum() throws {
    let link = try scene.share()
    let guest = try scene.somebody()
    let browser = Browser(scene.world)
    let join = page(link) + "/join"
    try browser.get(join).expecting(303)
    let form = try browser.get("/console/sign-in").expecting(200)
    let wrong = try browser.submit(
      form, to: "/console/sign-in", ["email": guest.person.email, "password": "not this one"]
    ).expecting(401)
    let right = try browser.submit(
      wrong, to: "/console/sign-in",
      ["email": guest.person.email, "password": guest.person.password]
    ).expecting(303)
    #expect(right["Location"] == join)
    let question = try browser.get(join).expecting(200)
    try browser.submit(question, to: join).expecting(303)
    #expect(guest.client.get(scene.path).status == 200)
    // It leads there once.
    #expect(try browser.get("/console/sign-in").expecting(303)["Location"] == "/console")
  }

  @Test func nobodyJoinsByAForeignForm() throws {
    let link = try scene.share()
    let other = try scene.somebody()
    let browser = Browser(scene.world)
    try browser.signIn(other.person.email, other.person.password).expecting(303)
    try browser.post(page(link) + "/join", []).expecting(403)
    try browser.post(page(link) + "/join", [], headers: { $0.secFetchSite = "cross-site" })
      .expecting(403)
    #expect(other.client.get(scene.path).status == 404)
    // Who is signed out is asked who they are, and joins nothing by that.
    try Browser(scene.world).post(page(link) + "/join", []).expecting(401)
  }

  @Test func theOwnerIsToldThatItIsTheirs() throws {
    let link = try scene.share()
    let shown = try pages.owner.get(page(link)).expecting(200).text
    #expect(shown.contains("This is your album.") && !shown.contains("/join"))
    let joining = try pages.owner.get(page(link) + "/join").expecting(303)
    #expect(joining["Location"] == pages.page)
  }

  @Test func nobodyIsLedElsewhereAfterSigningIn() throws {
    let link = try scene.share()
    for next in [page(link), "/shared/jobs/x", "/v1\(page(link))/join", "//example.org/join"] {
      let browser = Browser(scene.world)
      let answer = try browser.signIn(
        scene.person.email, scene.person.password, next: next
      ).expecting(303)
      #expect(answer["Location"] == "/console", "\(next)")
    }
  }
}
