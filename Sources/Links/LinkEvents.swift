import Audit
import HTTP
import MariaDB
import Primitives

/// Which part of a link's events is wanted.
package struct LinkEventsRequest: Sendable {
  let limit: Int
  /// The `seq` of the last event of the page before.
  let before: Int?

  /// From `limit` (1 to 200, default 50) and `cursor`; throws 400 for anything else.
  package init(_ request: Request) throws {
    var query = try Query(request.query)
    limit = query.integer("limit", in: 1...200) ?? 50
    let cursor = query.text("cursor")
    before = cursor.flatMap(Self.place)
    if cursor != nil, before == nil {
      query.refuse("cursor", "invalid_cursor", "is not one that was given out here")
    }
    try query.finish()
  }

  /// Opaque to callers: base64url of `e` and the event's place in its chain.
  static func cursor(_ seq: Int) -> String { Base64URL.encode("e\(seq)".utf8) }

  private static func place(_ cursor: String) -> Int? {
    guard cursor.utf8.count <= 32, let bytes = Base64URL.decode(cursor),
      bytes.first == UInt8(ascii: "e"),
      bytes.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return UInt32(String(decoding: bytes.dropFirst(), as: UTF8.self)).map(Int.init)
  }
}

/// A page of what happened to a link, the newest first.
package struct LinkEventsPage: Sendable {
  package let events: ArraySlice<AuditEntry>
  /// The cursor of the next page; nil on the last one.
  package let next: String?

  /// Its fields in `snake_case`.
  package func write(to answer: inout JSONWriter) {
    answer.array("events", events) { array, event in
      array.object { object in
        object.instant("at", event.at)
        object.text("action", event.action)
        object.text("actor_kind", event.actorKind)
        object.uuid("actor_id", event.actorID)
        object.text("outcome", event.outcome)
        object.raw("detail", event.detail)
      }
    }
    answer.text("next_cursor", next)
  }
}

extension ShareLinks {
  /// What happened to one of the subject's links. Throws `notFound`.
  ///
  /// - Parameter name: as `named` reads it.
  package func events(
    of name: String, for subject: Subject, _ request: LinkEventsRequest,
    on database: any Executor
  ) throws -> LinkEventsPage {
    let link = try named(name, of: subject, on: database)
    let found = try AuditChain.entries(
      aboutLink: link.id, of: subject.id, before: request.before, limit: request.limit + 1,
      on: database)
    let page = found.prefix(request.limit)
    let next = found.count > request.limit ? page.last?.seq : nil
    return LinkEventsPage(events: page, next: next.map(LinkEventsRequest.cursor))
  }
}
