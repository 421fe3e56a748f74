import Foundation
import HTTP
import Primitives
import Testing

/// What came back: head, and the body as far as it came.
struct Answer {
  let status: Int
  let headers: [Header]
  let body: Bytes
  /// How often a streamed body was written to; 0 for one that was complete.
  let pieces: Int
  /// False for a streamed body that was cut off.
  let isWhole: Bool

  init(_ response: Response, withoutBody: Bool, _ watching: @escaping (Int) throws -> Void) {
    status = response.status.code
    headers = response.headers
    let sink = CollectingSink(watching)
    var isWhole = true
    if !withoutBody {
      switch response.body {
      case .none: break
      case .bytes(let bytes): sink.bytes = bytes
      case .stream(let stream):
        do { try stream(sink) } catch { isWhole = false }
      }
    }
    body = sink.bytes
    pieces = sink.pieces
    self.isWhole = isWhole
  }

  var text: String { String(decoding: body, as: UTF8.self) }
  var code: String? { json["code"].text }

  /// A header's value; nil without one.
  subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The body as JSON; a value that isn't there when it is none.
  var json: Node { Node(parsing: body) }

  /// The lines of NDJSON.
  var lines: [Node] {
    body.split(separator: UInt8(ascii: "\n")).map { Node(parsing: Array($0)) }
  }

  /// The fields that `errors` names.
  var fields: [String] { json["errors"].items.compactMap { $0["field"].text } }

  /// This answer, if it has the status; for steps that a test builds on.
  @discardableResult
  func expecting(_ status: Int) throws -> Answer {
    guard self.status == status else {
      throw Unexpected(description: "\(self.status) instead of \(status): \(text.prefix(500))")
    }
    return self
  }
}

struct Unexpected: Error, CustomStringConvertible {
  let description: String
}

private final class CollectingSink: ResponseSink {
  var bytes: Bytes = []
  private(set) var pieces = 0
  private let watching: (Int) throws -> Void

  init(_ watching: @escaping (Int) throws -> Void) {
    self.watching = watching
  }

  func write(_ piece: UnsafeRawBufferPointer) throws {
    pieces += 1
    bytes.append(contentsOf: piece)
    try watching(bytes.count)
  }
}

/// A JSON value, read without ceremony: what isn't there has no text, no number and no items.
struct Node: CustomStringConvertible {
  let value: Any?

  init(_ value: Any?) {
    self.value = value
  }

  init(parsing bytes: Bytes) {
    value = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  }

  subscript(name: String) -> Node { Node((value as? [String: Any])?[name]) }
  subscript(index: Int) -> Node {
    let array = items
    return array.indices.contains(index) ? array[index] : Node(nil)
  }

  var text: String? { value as? String }
  var integer: Int? { value as? Int }
  var number: Double? { value as? Double }
  var bool: Bool? { value as? Bool }
  var isNull: Bool { value is NSNull }
  var isThere: Bool { value != nil }
  var items: [Node] { (value as? [Any])?.map(Node.init) ?? [] }
  var isArray: Bool { value is [Any] }
  var keys: Set<String> { Set((value as? [String: Any])?.keys.map { $0 } ?? []) }

  var description: String {
    guard let value else { return "nothing" }
    let data = try? JSONSerialization.data(
      withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
  }
}

extension Node: Equatable {
  static func == (left: Node, right: Node) -> Bool { left.description == right.description }
}
