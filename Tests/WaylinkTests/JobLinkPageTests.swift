import Foundation
import HTTP
import Primitives
import Testing

/// A job's link on its page for members (seed 0, "Frontend Controls").
@Suite struct JobLinkPageTests {
  private let scene: JobScene

  init() throws {
    scene = try JobScene()
  }

  private var action: String { "\(scene.page)/link" }

  private func state() throws -> Node {
    try scene.client.get("/v1/jobs/\(scene.job)/share-links").expecting(200).json
  }

  private func page() throws -> String { try scene.owner.get(scene.page).expecting(200).text }

  private func generate(_ fields: [String: String] = [:]) throws -> Answer {
    try scene.owner.submit(try scene.owner.get(scene.page).expecting(200), to: action, fields)
  }

  private func expiry() throws -> Instant? {
    try state()["share_link"]["expires_at"].text.flatMap { Instant(iso8601: $0) }
  }

  private func guest(_ token: String) -> Int {
    TestClient(scene.world).get("/v1/shared/jobs/\(token)").status
  }

  // MARK: Generating

  @Test func generatesALinkWithTheExpiryThatWasChosen() throws {
    let made = try generate(["expires": "7"]).expecting(303)
    #expect(made["Location"] == "\(scene.page)#link")
    let token = try #require(try state()["token"].text)
    let text = try page()
    #expect(text.contains("The link is made.") && text.contains("Copy link"))
    #expect(text.contains("value=\"https://waylink.test/shared/jobs/\(token)\""))
    #expect(guest(token) == 200)
    let left = try #require(try expiry()).seconds - Instant.now().seconds
    #expect((7 * 86_400 - 5...7 * 86_400 + 60).contains(left))
  }

  @Test func findsTheOneThatStands() throws {
    try generate(["expires": "never"]).expecting(303)
    let token = try state()["token"].text
    let page = try scene.owner.get(scene.page).expecting(200)
    #expect(page.text.contains("works until somebody revokes it"))
    let token2 = try scene.owner.formToken()
    // From a page that was loaded before.
    try scene.owner.post(action, [token2]).expecting(303)
    #expect(try self.page().contains("There is a link already"))
    let other = try scene.owner.post(action, [("expires", "1"), token2]).expecting(409)
    #expect(other.text.contains("There is an active link already"))
    #expect(try state()["token"].text == token)
  }

  @Test(arguments: [
    ("+00:00", "2044-02-29T23:30", "2044-02-29T23:30:00Z"),
    ("-05:00", "2044-02-29T23:30", "2044-03-01T04:30:00Z"),
    ("+05:45", "2044-02-29T00:00:30", "2044-02-28T18:15:30Z"),
  ])
  func aDateIsMeantInItsZone(zone: String, date: String, instant: String) throws {
    try generate(["expires": "date", "expires_at": date, "zone": zone]).expecting(303)
    #expect(try state()["share_link"]["expires_at"].text == instant)
  }

  @Test func refusesWhatIsNoDate() throws {
    for (fields, words) in [
      (["expires": "date"], "Please fill this in."),
      (["expires": "date", "expires_at": "tomorrow"], "Choose a date and a time."),
      (["expires": "date", "expires_at": "2044-02-30T10:00"], "Choose a date and a time."),
      (["expires": "date", "expires_at": "2044-02-29T10:00", "zone": "+01:23"], "Choose a date"),
      (["expires": "date", "expires_at": "2020-01-01T10:00"], "This moment is over already."),
      (["expires": "90"], "Choose one of the list."),
    ] {
      let answer = try generate(fields).expecting(400)
      #expect(answer.text.contains(words), "\(fields)")
      if let typed = fields["expires_at"] { #expect(answer.text.contains("value=\"\(typed)\"")) }
    }
    #expect(try state()["exists"].bool == false)
  }

  /// A date that was entered was meant: no link lasts longer than that in silence.
  @Test func refusesADateThatGoesWithAnotherChoice() throws {
    for choice in ["never", "7"] {
      let answer = try generate(["expires": choice, "expires_at": "2044-02-29T10:00"])
        .expecting(400)
      #expect(answer.text.contains("You have entered a date too."), "\(choice)")
      #expect(answer.text.contains("value=\"2044-02-29T10:00\""))
    }
    let token = try scene.owner.formToken()
    #expect(scene.owner.post(action, [("expires_at", "2044-02-29T10:00"), token]).status == 400)
    #expect(try state()["exists"].bool == false)
  }

  // MARK: Changing

  @Test func leavesTheExpiryWhereNothingIsChosen() throws {
    let link = try scene.makeLink(expiresAt: "2044-01-01T00:00:00Z")
    let action = "\(scene.page)/link/\(link.id)/expiry"
    let page = try scene.owner.get(scene.page).expecting(200)
    let form = try #require(Browser.form(in: page, to: action))
    // The first of a list that has none chosen is what a browser sends.
    #expect(form.contains(#"<option value="keep">as it is now</option><option value="never">"#))
    try scene.owner.submit(page, to: action, ["expires": "keep"]).expecting(303)
    #expect(try !self.page().contains("expiry is changed"))
    for fields in [[:], ["expires": "never", "expires_at": "2044-02-29T10:00"]] {
      try scene.owner.submit(page, to: action, fields).expecting(400)
    }
    #expect(try state()["share_link"]["expires_at"].text == "2044-01-01T00:00:00Z")
  }

  @Test func extendsShortensAndRemovesTheExpiry() throws {
    let link = try scene.makeLink(expiresAt: "2044-01-01T00:00:00Z")
    let action = "\(scene.page)/link/\(link.id)/expiry"
    func change(_ fields: [String: String]) throws -> Answer {
      try scene.owner.submit(try scene.owner.get(scene.page).expecting(200), to: action, fields)
    }
    try change(["expires": "1"]).expecting(303)
    #expect(try #require(try expiry()) < Instant.now() + 2 * 86_400)
    #expect(try page().contains("expiry is changed"))
    try change(["expires": "never"]).expecting(303)
    #expect(try expiry() == nil)
    let wrong = try change(["expires": "date", "expires_at": "2020-01-01T00:00"]).expecting(400)
    #expect(
      wrong.text.contains("This moment is over already.") && wrong.text.contains("<details open>"))
    try scene.world.sql(
      "UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 DAY WHERE id = \(link.id)")
    #expect(guest(link.token) == 410)
    #expect(try page().contains("It has not opened since"))
    try change(["expires": "30"]).expecting(303)
    #expect(guest(link.token) == 200, "the same address")
  }

  @Test func rotatesWithAGraceOrWithout() throws {
    let link = try scene.makeLink()
    let path = "\(scene.page)/link/\(link.id)/rotate"
    let asked = try scene.owner.get(path).expecting(200)
    #expect(asked.text.contains("stops opening"))
    try scene.owner.submit(asked, to: path, ["grace": "3600"]).expecting(303)
    let second = try #require(try state()["token"].text)
    #expect(guest(link.token) == 200 && guest(second) == 200 && second != link.token)
    try scene.owner.submit(asked, to: path, ["grace": "0"]).expecting(303)
    #expect(guest(link.token) == 410, "its grace is over with the next address")
    #expect(guest(second) == 410)
    #expect(guest(try #require(try state()["token"].text)) == 200)
    let text = try page()
    #expect(text.contains("Address of the link changed") && text.contains("old address until"))
    #expect(!text.contains(second) && !text.contains(link.token))
    #expect(
      try scene.owner.submit(asked, to: path, ["grace": "5"]).expecting(400).text.contains("list"))
  }

  @Test func revokesAfterAsking() throws {
    let link = try scene.makeLink()
    let path = "\(scene.page)/link/\(link.id)/revoke"
    let asked = try scene.owner.get(path).expecting(200)
    #expect(asked.text.contains("never opens again") && guest(link.token) == 200)
    try scene.owner.submit(asked, to: path).expecting(303)
    #expect(guest(link.token) == 410)
    let text = try page()
    #expect(text.contains("The link is revoked.") && text.contains("Earlier links (1)"))
    #expect(!text.contains(link.token))
    // Twice, and what else was to be done with it.
    let again = try scene.owner.submit(asked, to: path).expecting(404)
    #expect(again.text.contains("This link has ended already"))
    let token = try scene.owner.formToken()
    for (step, field) in [("expiry", ("expires", "1")), ("rotate", ("grace", "0"))] {
      let late = try scene.owner.post("\(action)/\(link.id)/\(step)", [field, token]).expecting(409)
      #expect(late.text.contains("revoked in the meantime"), "\(step)")
    }
  }

  @Test func saysWhatCanNotBeShownAnyMore() throws {
    let link = try scene.makeLink()
    try scene.world.sql("UPDATE links SET seal_key = 'gone' WHERE id = \(link.id)")
    let unreadable = try page()
    #expect(
      unreadable.contains("Change the address to get one") && !unreadable.contains(link.token))
    let path = "\(scene.page)/link/\(link.id)/rotate"
    try scene.owner.submit(try scene.owner.get(path).expecting(200), to: path, ["grace": "0"])
      .expecting(303)
    #expect(try page().contains("Copy link"))
    try scene.world.sql(
      """
      UPDATE links SET expires_at = '2020-01-01', sealed_token = NULL, seal_key = NULL,
        wiped_at = UTC_TIMESTAMP(6) WHERE id = \(link.id)
      """)
    let wiped = try page()
    #expect(wiped.contains("Generate a new one.") && !wiped.contains("/rotate\""))
    let token = try scene.owner.formToken()
    let late = try scene.owner.post("\(action)/\(link.id)/expiry", [("expires", "1"), token])
      .expecting(409)
    #expect(late.text.contains("This link has ended"))
  }

  // MARK: What became of it

  @Test func showsOpensAndWhatHappened() throws {
    let link = try scene.makeLink()
    try scene.world.sql(
      """
      INSERT INTO link_opens (link_id, day, responder, opens, last_opened_at) VALUES
        (\(link.id), UTC_DATE() - INTERVAL 40 DAY, 'a', 5, '2026-01-01 10:00:00'),
        (\(link.id), UTC_DATE() - INTERVAL 2 DAY, 'a', 2, '2026-01-01 10:00:00'),
        (\(link.id), UTC_DATE(), 'a', 900, '2026-01-02 11:00:00')
      """)
    let text = try page()
    #expect(text.contains("Opened 907 times") && text.contains("2026-01-02 11:00 UTC"))
    #expect(text.contains("class=\"b10\"") && text.contains("class=\"b1\""))
    #expect(text.components(separatedBy: "<span class=\"b").count - 1 == 30)
    #expect(text.contains("<td class=\"number\">900</td>"))
    #expect(text.contains("aren&#39;t counted") && text.contains("Link generated"))
  }

  @Test func pagesThroughWhatHappened() throws {
    for number in 0..<25 {
      try scene.client.patch("/v1/jobs/\(scene.job)", "{\"title\":\"T\(number)\"}").expecting(200)
    }
    let newest = try page()
    #expect(newest.components(separatedBy: "Job edited").count - 1 == 20)
    let next = try #require(newest.firstMatch(of: /\?events=([0-9]+)#activity/)?.1)
    let older = try scene.owner.get("\(scene.page)?events=\(next)").expecting(200).text
    #expect(older.components(separatedBy: "Job edited").count - 1 == 5)
    #expect(older.contains("Job created") && older.contains("Newest"))
  }

  // MARK: See what they see

  @Test func previewsWhatGuestsSeeAndCountsNothing() throws {
    try scene.client.addTasks(1...60, to: scene.job)
    let before = try scene.owner.get("\(scene.page)/preview").expecting(200)
    #expect(before.text.contains("There is no link yet") && before.text.contains("Shared job"))
    #expect(before.text.contains("Code") && !before.text.contains("Note"), "members' columns")
    let link = try scene.makeLink()
    let path = "\(scene.page)/link/\(link.id)/preview"
    let seen = try scene.owner.get(path).expecting(200)
    #expect(seen.text.contains("everybody with the link sees"))
    #expect(!seen.text.contains(link.token), "nothing in it leads through the door")
    let next = try #require(seen.text.firstMatch(of: /href="([^"]*cursor=[^"]*)"/)?.1)
    #expect(next.hasPrefix(path))
    #expect(scene.owner.get(String(next)).text.contains("Tasks 51 to 60 of 60"))
    let file = try scene.owner.get("\(scene.page)/preview/export?format=csv").expecting(200)
    let real = TestClient(scene.world).get("/v1/shared/jobs/\(link.token)/export?format=csv")
    #expect(file.body == real.body)
    try scene.world.writeTally()
    #expect(try state()["share_link"]["access_count"].integer == 0)
    let other = try JobScene().makeLink()
    #expect(scene.owner.get("\(scene.page)/link/\(other.id)/preview").status == 404)
  }

  /// What a link's end would be, nobody knows before there is one; of one that has ended, the page
  /// says that and not until when it works.
  @Test func previewsWithoutALinkSayNothingOfItsEnd() throws {
    let path = "\(scene.page)/preview"
    func isAbout(_ words: String) throws -> Bool {
      let text = try scene.owner.get(path).expecting(200).text
      let end = text.contains("This link never expires") || text.contains("This link works until")
      return text.contains(words) && !end
    }
    #expect(try isAbout("There is no link yet"))
    let link = try scene.makeLink()
    let standing = try scene.owner.get(path).expecting(200).text
    #expect(standing.contains("This link never expires"), "of the link that stands")
    #expect(standing.contains("everybody with the link sees"))
    try scene.world.sql(
      "UPDATE links SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 HOUR WHERE id = \(link.id)")
    #expect(try isAbout("The link has expired"))
    try scene.client.delete("/v1/jobs/\(scene.job)/share-links/\(link.token)").expecting(204)
    #expect(try isAbout("There is no link yet"))
    let revoked = try scene.owner.get("\(scene.page)/link/\(link.id)/preview").expecting(200).text
    #expect(revoked.contains("The link was revoked") && !revoked.contains("never expires"))
  }
}
