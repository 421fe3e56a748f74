import HTTP
import MariaDB
import Primitives
import Testing
@testable import Waylink

/// What an older renderer has made of a text is shown to nobody, and called nobody else's work.
@Suite struct DocumentRenderingTests {
  private let scene: DocumentLinkScene
  private let link: DocumentLinkScene.Link
  private var path: String { "/api/documents/\(scene.document)" }

  private static let old = "<p>made long ago</p>"
  private static let new = "<h2>Hello <em>you</em></h2>\n"

  init() throws {
    scene = try DocumentLinkScene()
    link = try scene.link()
  }

  /// As if another renderer had made all versions.
  private func stamp(_ renderer: Int, _ html: String = Self.old) throws {
    try scene.world.sql(
      """
      UPDATE document_versions SET html = \(html), renderer = \(renderer)
      WHERE document_id = \(scene.document)
      """)
  }

  private func stored(_ version: Int) throws -> String? {
    try scene.world.value(
      """
      SELECT CONCAT(renderer, ' ', html) FROM document_versions
      WHERE document_id = \(scene.document) AND version = \(version)
      """)
  }

  @Test func isMadeAgainWhenItIsRead() throws {
    let author = Browser(scene.world)
    try author.signIn(scene.author.email, scene.author.password).expecting(303)
    let console = "/console/documents/\(scene.document)"
    let readers: [(String, () -> Answer)] = [
      ("document", { scene.client.get(path) }),
      ("version", { scene.client.get(path + "/versions/1") }),
      ("shared", { scene.guest().get(link.document) }),
      ("page", { author.get(console) }),
      ("version's page", { author.get(console + "/versions/1") }),
      ("guest's page", { Browser(scene.world).get("/shared/documents/\(link.token)") }),
    ]
    for (name, read) in readers {
      try stamp(0)
      let text = try read().expecting(200).text
      #expect(!text.contains("made long ago") && text.contains("<em>you"), "\(name)")
      #expect(try stored(1) == "1 \(Self.new)", "\(name)")
    }
  }

  @Test func aSaveOfTheTitleAloneCallsItNobodyElses() throws {
    try stamp(0)
    let saved = try scene.client.patch(path, #"{"title":"Another"}"#).expecting(200)
    #expect(saved.json["bodyHtml"].text == Self.new)
    #expect(try stored(2) == "1 \(Self.new)")
    #expect(try stored(1) == "0 \(Self.old)", "whoever reads it makes it again")
    // What a newer release has made, this one keeps.
    try stamp(7, "<p>of tomorrow</p>")
    try scene.client.patch(path, #"{"title":"Once more"}"#).expecting(200)
    #expect(try stored(3) == "7 <p>of tomorrow</p>")
  }

  @Test func tagsSayWhichRendererMadeIt() throws {
    for (client, target) in [
      (scene.client, path), (scene.client, path + "/versions/1"), (scene.guest(), link.document),
    ] {
      let tag = try #require(client.get(target)["ETag"])
      #expect(client.get(target, headers: { $0.ifNoneMatch = tag }).status == 304)
      try stamp(7, "<p>of tomorrow</p>")
      let later = client.get(target, headers: { $0.ifNoneMatch = tag })
      #expect(later.status == 200 && later.text.contains("of tomorrow"), "\(target)")
      try stamp(1, Self.new)
    }
  }

  @Test func theChoreMakesAllOfIt() throws {
    for number in 1...12 {
      try scene.client.patch(path, "{\"body\":\"*number \(number)*\"}").expecting(200)
    }
    try stamp(0)
    let connection = Connection(scene.world.application)
    try scene.world.services.documents.renderOutdated(on: connection, while: { false })
    #expect(try stored(13) == "0 \(Self.old)", "told to stop")
    try scene.world.services.documents.renderOutdated(on: connection)
    for version in 1...13 { #expect(try stored(version)?.hasPrefix("1 ") == true, "\(version)") }
    #expect(try stored(13) == "1 <p><em>number 12</em></p>\n")
  }
}
