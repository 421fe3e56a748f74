import Foundation
import HTTP
import Primitives
import Testing

/// The members' list of documents, and what becomes of a document as a whole on its pages.
@Suite struct DocumentListPageTests {
  private let scene: DocumentPageScene
  private let list = DocumentPageScene.list

  init() throws {
    scene = try DocumentPageScene()
  }

  private func shown(_ query: String = "") throws -> String {
    try scene.author.get(list + query).expecting(200).text
  }

  /// The titles in their order.
  private func titles(_ query: String = "") throws -> [String] {
    try shown(query).matches(of: /<h2 dir="auto">(?:<a [^>]*>)?([^<]*)</).map { String($0.1) }
  }

  @Test func saysWhoChangedWhatAndHowManyLinksOpen() throws {
    #expect(try shown().contains("No active link"))
    _ = try scene.makeLink()
    let expired = try scene.makeLink()
    let revoked = try scene.makeLink()
    try scene.world.sql("UPDATE links SET expires_at = '2020-01-01' WHERE id = \(expired.id)")
    try scene.client.delete("/api/share-links/\(revoked.id)").expecting(204)
    let page = try shown()
    #expect(page.contains("Plan &lt;of&gt; the house</a>") && page.contains("1 active link"))
    #expect(page.contains("by <span dir=\"auto\">Ada</span> · Author: "))
    _ = try scene.makeLink()
    #expect(try shown().contains("2 active links"))
    #expect(page.contains("aria-current=\"page\">Documents</a>"), "its place in the menu")
  }

  @Test func saysWhoWaitsForAnAnswer() throws {
    #expect(try !shown().contains("#requests"))
    let link = try scene.makeLink()
    let (_, request) = try scene.visited(by: link)
    let place = "href=\"\(scene.page)#requests\""
    #expect(try shown().contains(place) && shown().contains("1 request to edit<"))
    let member = try scene.join(as: "member").browser
    #expect(!member.get(list).text.contains("request to edit"), "who answers it, learns of it")
    try scene.client.patch("\(scene.path)/edit-requests/\(request)", #"{"status":"declined"}"#)
      .expecting(200)
    #expect(try !shown().contains("request to edit"))
  }

  @Test func beginsWithAnInvitation() throws {
    let browser = Browser(scene.world)
    try browser.signUp()
    let page = try browser.get(list).expecting(200).text
    #expect(page.contains("Write the first document") && !page.contains("role=\"search\""))
    #expect(!page.contains("Plan"), "nobody else's")
  }

  @Test func findsSortsAndPages() throws {
    for number in 1...30 {
      _ = try scene.client.makeDocument(
        in: scene.person.workspace, "Paper \(number % 10)\(number)", "text number \(number).")
    }
    #expect(try titles().first == "Paper 030")
    #expect(try titles("?sort=title").first == "Paper 010")
    #expect(try titles("?sort=createdAt&q=").first == "Plan &lt;of&gt; the house")
    #expect(try titles("?q=number+7.") == ["Paper 77"])
    #expect(try titles("?q=kitchen") == ["Plan &lt;of&gt; the house"])
    #expect(try shown("?q=nowhere").contains("Nothing found"))
    let first = try shown("?sort=title")
    let next = try #require(
      first.firstMatch(of: /href="(\/console\/documents\?sort=title&amp;cursor=[^"]+)"/)?.1
    ).replacing("&amp;", with: "&")
    let all = try titles("?sort=title") + titles(String(next.dropFirst(list.count)))
    #expect(all.count == 31 && all == all.sorted())
    #expect(scene.author.get("\(list)?sort=colour").status == 400)
    #expect(scene.author.get("\(list)?cursor=nonsense").status == 400)
  }

  @Test func deletesAfterAskingAndRestoresFromTheBin() throws {
    let link = try scene.makeLink()
    let path = "\(scene.page)/delete"
    let asked = try scene.author.get(path).expecting(200)
    #expect(asked.text.contains("For 30 days you can restore it"))
    #expect(scene.enter(link.token).status == 200)
    let done = try scene.author.submit(asked, to: path).expecting(303)
    #expect(done["Location"] == list)
    #expect(scene.enter(link.token).status == 404)
    #expect(try shown().contains("The document is in the bin."))
    #expect(scene.author.get(scene.page).status == 404)
    let member = try scene.join(as: "member").browser
    let theirs = try member.get("\(list)?deleted=true").expecting(200).text
    #expect(theirs.contains("Its author, admins and owners can restore it."))
    #expect(!theirs.contains("/restore\""))
    let bin = try scene.author.get("\(list)?deleted=true").expecting(200)
    let restored = try scene.author.submit(bin, to: "\(scene.page)/restore").expecting(303)
    #expect(restored["Location"] == scene.page)
    #expect(try scene.shown().text.contains("The document is back"))
    #expect(scene.enter(link.token).status == 200)
  }

  @Test func pagesFollowTheLanguage() throws {
    scene.author.language = "es"
    for path in [list, DocumentPageScene.new, scene.page, "\(scene.page)/versions"] {
      let page = try scene.author.get(path).expecting(200)
      #expect(page.text.contains("<html lang=\"es\">"), "\(path)")
      #expect(page.text.contains("Documentos"), "\(path)")
    }
  }
}
