import Foundation
import HTTP
import Primitives
import TestSupport
import Testing
@testable import Waylink

/// A document of somebody new, and the steps that tests of its links begin with.
struct DocumentLinkScene {
  static let password = "open sesame"

  let world: World
  let client: TestClient
  let author: Person
  let document: String
  var links: String { "/api/documents/\(document)/share-links" }

  init() throws {
    world = try World.shared.get()
    client = TestClient(world)
    author = try client.register()
    let made = try client.post(
      "/api/workspaces/\(author.workspace)/documents",
      .json(##"{"title":"Plan","body":"# Hello *you*"}"##)
    ).expecting(201)
    document = try #require(made.json["id"].text)
  }

  struct Link {
    let id: String
    let token: String
    var path: String { "/api/share-links/\(id)" }
    var access: String { "/api/share-links/\(token)/access" }
    var document: String { "/api/share-links/\(token)/document" }
  }

  /// - Parameter fields: of JSON, beside the level.
  func link(_ level: String = "viewer", _ fields: String = "") throws -> Link {
    let answer = try client.post(
      links, .json("{\"accessLevel\":\"\(level)\"\(fields.isEmpty ? "" : "," + fields)}")
    ).expecting(201)
    return Link(
      id: try #require(answer.json["shareLink"]["id"].text),
      token: try #require(answer.json["token"].text))
  }

  func locked(_ password: String = Self.password) throws -> Link {
    try link("commenter", "\"password\":\"\(password)\"")
  }

  /// Somebody without an account, from a network of their own.
  func guest(_ address: String? = nil) -> TestClient {
    let guest = TestClient(world)
    guest.address = address ?? "198.\(Int.random(in: 20...200)).\(Int.random(in: 0...255)).1"
    return guest
  }

  /// The grant that a password gives.
  func grant(_ link: Link, _ password: String = Self.password) throws -> String {
    let answer = try guest().enter(link, password).expecting(200)
    return try #require(answer.json["accessGrant"].text)
  }

  /// Another member of the workspace.
  func member(_ role: String) throws -> TestClient {
    let other = client.another()
    try world.join(try other.register(), author.workspace, as: role)
    return other
  }
}

extension TestClient {
  func enter(
    _ link: DocumentLinkScene.Link, _ password: String?, cookie: String? = nil,
    showing grant: String? = nil, at location: SourceLocation = #_sourceLocation
  ) -> Answer {
    let body = password.map { "{\"password\":\"\($0)\"}" } ?? "{}"
    return post(
      link.access, .json(body),
      headers: {
        $0.cookie = cookie
        if let grant { $0.authorization = "Bearer \(grant)" }
      }, at: location)
  }

  func read(
    _ link: DocumentLinkScene.Link, showing grant: String? = nil,
    at location: SourceLocation = #_sourceLocation
  ) -> Answer {
    get(
      link.document, headers: { $0.authorization = grant.map { "Bearer \($0)" } }, at: location)
  }
}

extension Answer {
  /// The guest's cookie that it sets, as it is sent back.
  var guestCookie: String? {
    headers.map(\.value).first { $0.hasPrefix("__Host-wl_guest=") }.map {
      String($0.prefix { $0 != ";" })
    }
  }
}
