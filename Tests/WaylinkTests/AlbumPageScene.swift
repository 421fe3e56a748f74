import HTTP
import Primitives
import Testing

/// An album, its owner at a browser, and the same person as a program.
struct AlbumPageScene {
  static let list = "/console/albums"

  let scene: AlbumScene
  let owner: Browser
  /// Of the album's page.
  var page: String { "\(Self.list)/\(scene.album)" }

  init() throws {
    scene = try AlbumScene()
    owner = Browser(scene.world)
    try owner.signIn(scene.person.email, scene.person.password).expecting(303)
  }

  /// Somebody else who has come through a link, at a browser.
  func joined(through link: AlbumScene.Link) throws -> (browser: Browser, person: Person) {
    let (_, person) = try scene.joined(through: link)
    let browser = Browser(scene.world)
    try browser.signIn(person.email, person.password).expecting(303)
    return (browser, person)
  }

  func shown(_ query: String = "") throws -> String {
    try owner.get(page + query).expecting(200).text
  }

  /// The link as the API shows it; nil without one.
  func link() -> Node? {
    let answer = scene.owner.get(scene.link)
    return answer.status == 200 ? answer.json : nil
  }

  /// What the share sheet sends.
  func share(_ fields: [String: String], to part: String = "/share-link") throws -> Answer {
    try owner.submit(owner.get(page), to: page + part, fields)
  }
}

extension Browser {
  /// Sends files by the form of an album's page.
  ///
  /// - Parameters:
  ///   - token: what the form brings as its proof; nil: what the page has.
  ///   - once: which sending this is; nil: what the page has.
  func upload(
    _ files: [Bytes], to page: String, token: String? = nil, once: String? = nil,
    accept: String = "text/html"
  ) throws -> Answer {
    let action = page + "/photos"
    let form = Self.form(in: get(page), to: action).map(Self.hiddenFields)
    func field(_ name: String) -> String { form?.first { $0.0 == name }?.1 ?? "" }
    var upload = Upload().with("form_token", token ?? field("form_token"))
    upload = upload.with("once", once ?? field("once"))
    for file in files { upload.add(file) }
    let jar = cookies.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; ")
    return client.send(
      "POST", action, upload.sent,
      headers: {
        $0.accept = accept
        $0.cookie = jar
        $0.secFetchSite = "same-origin"
      })
  }
}
