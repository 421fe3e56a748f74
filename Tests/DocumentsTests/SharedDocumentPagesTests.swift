import HTTP
import Primitives
import Security
import Testing
@testable import Documents

/// What the pages behind a document's link are made of.
@Suite struct SharedDocumentPagesTests {
  @Test func printsWhatItReads() throws {
    let id = UUID.v7()
    let routes: [SharedDocumentPagesRoute] = [
      .document(token: "abc-_123"), .password(token: "t0"), .comments(token: "t0"),
      .comment(id, token: "t0"), .deletion(id, token: "t0"), .editRequests(token: "t0"),
    ]
    for route in routes {
      let read = try #require(PathSegments(route.path).flatMap { SharedDocumentPagesRoute($0) })
      #expect(read.path == route.path)
      #expect(read.token == route.token)
    }
    let others = [
      "/shared/documents", "/shared/documents/t/", "/shared/documents/t/comments/x",
      "/shared/documents/t/comments/\(id)/delete/x", "/shared/documents/t/password/x",
      "/shared/jobs/t", "/api/documents/t",
    ]
    for path in others {
      #expect(PathSegments(path).flatMap { SharedDocumentPagesRoute($0) } == nil, "\(path)")
    }
  }

  @Test func keepsTheNewestOfOnesOwnComments() throws {
    var own = OwnComments(nil)
    #expect(own.isEmpty)
    let entries = (0..<50).map { _ in (id: UUID.v7(), token: LinkToken().text) }
    for entry in entries { own.add(entry.id, editToken: entry.token) }
    let read = OwnComments(own.cookieValue)
    #expect(own.cookieValue.utf8.count < 3_000)
    for entry in entries.suffix(40) { #expect(read[entry.id] == entry.token) }
    for entry in entries.prefix(10) { #expect(read[entry.id] == nil) }
    own.remove(entries[49].id)
    #expect(own[entries[49].id] == nil && own[entries[48].id] != nil)
    #expect("\(own)" == "•••")
  }

  @Test(arguments: [
    "", "~", ".", "~~..~", "x.y", "\(UUID.zero)", "\(UUID.zero).", "\(UUID.zero).a b",
    String(repeating: "~", count: 10_000),
  ])
  func passesOverWhatIsNoCookieOfOurs(_ cookie: String) {
    #expect(OwnComments(cookie).isEmpty)
  }

  @Test func holdsAFormOnlyForItsOwnLink() throws {
    var typed = Form()
    typed.append("body", "words")
    var sent = Form()
    sent.append("held-at", "/shared/documents/t0/comments")
    sent.append("held:body", "words")
    sent.append("password", "secret")
    var copy = sent
    let held = try #require(HeldForm(takenFrom: &copy, at: "t0"))
    #expect(held.form["body"] == "words" && held.form["password"] == nil)
    #expect(copy.fields.map(\.name) == ["password"])
    var elsewhere = sent
    #expect(HeldForm(takenFrom: &elsewhere, at: "t1") == nil)
    var nowhere = Form()
    nowhere.append("held-at", "https://evil.example/")
    #expect(HeldForm(takenFrom: &nowhere, at: "t0") == nil)
  }
}
