import Foundation
import HTTP
import Primitives
import Testing
@testable import Waylink

/// Sends requests to an `Application` as the responder would, without nginx and sockets.
///
/// Every answer is held against what the contract says of all answers. For one thread; make one
/// for each.
final class TestClient {
  let world: World
  /// The access token that requests are sent with.
  var token: String?
  /// Where requests come from.
  var address = "192.0.2.17"
  private let application: Application

  init(_ world: World, token: String? = nil, services: Services? = nil) {
    self.world = world
    self.token = token
    application = Application(services ?? world.services)
  }

  enum Body {
    case none
    case json(String)
    case lines(String)
    case bytes(Bytes, type: String?)
    /// Ends before its announced length.
    case cutShort(String, type: String?)
  }

  /// - Parameter watching: called after each piece of a streamed answer with its length so far.
  func send(
    _ method: String, _ target: String, _ body: Body = .none,
    headers change: (inout Headers) -> Void = { _ in },
    watching: @escaping (Int) throws -> Void = { _ in },
    at location: SourceLocation = #_sourceLocation
  ) -> Answer {
    var headers = Headers()
    headers.authorization = token.map { "Bearer \($0)" }
    let (body, type) = body.prepared
    headers.contentType = type
    change(&headers)
    let request = Request(
      method: Method(rawValue: method), target: target, headers: headers, body: body,
      remoteAddress: address, id: UUID.v7().text)
    let response = application.respond(to: request)
    let answer = Answer(response, withoutBody: method == "HEAD", watching)
    Contract.check(answer, to: request, cause: response.trace.cause, at: location)
    return answer
  }

  func get(
    _ target: String, headers change: (inout Headers) -> Void = { _ in },
    watching: @escaping (Int) throws -> Void = { _ in },
    at location: SourceLocation = #_sourceLocation
  ) -> Answer {
    send("GET", target, headers: change, watching: watching, at: location)
  }

  func post(
    _ target: String, _ body: Body = .json("{}"),
    headers change: (inout Headers) -> Void = { _ in },
    at location: SourceLocation = #_sourceLocation
  ) -> Answer {
    send("POST", target, body, headers: change, at: location)
  }

  func patch(
    _ target: String, _ body: Body, at location: SourceLocation = #_sourceLocation
  ) -> Answer {
    send("PATCH", target, body, at: location)
  }

  func patch(
    _ target: String, _ json: String, at location: SourceLocation = #_sourceLocation
  ) -> Answer {
    patch(target, .json(json), at: location)
  }

  func delete(_ target: String, at location: SourceLocation = #_sourceLocation) -> Answer {
    send("DELETE", target, at: location)
  }
}

extension TestClient.Body {
  fileprivate var prepared: (RequestBody, type: String?) {
    switch self {
    case .none: (.empty, nil)
    case .json(let text): (RequestBody(Array(text.utf8)), "application/json")
    case .lines(let text): (RequestBody(Array(text.utf8)), "application/x-ndjson")
    case .bytes(let bytes, let type): (RequestBody(bytes), type)
    case .cutShort(let text, let type):
      (RequestBody(length: text.utf8.count + 10, source: BrokenSource(Array(text.utf8))), type)
    }
  }
}

/// A body whose sender went away.
private final class BrokenSource: BodySource {
  private var rest: Bytes

  init(_ bytes: Bytes) {
    rest = bytes
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(rest.count, buffer.count)
    buffer.copyBytes(from: rest[..<count])
    rest.removeFirst(count)
    return count
  }
}
