import HTTP
import Primitives

/// Which part of a list is wanted.
package struct PageRequest: Sendable {
  package let limit: Int
  /// The id of the last item of the page before; nil for the first page.
  package let after: UUID?

  package init(limit: Int = 50, after: UUID? = nil) {
    self.limit = limit
    self.after = after
  }

  /// From `limit` (1 to 200, default 50) and `cursor`; throws 400 for anything else.
  init(_ request: Request) throws {
    var query = try Query(request.query)
    limit = query.integer("limit", in: 1...200) ?? 50
    let cursor = query.text("cursor")
    after = cursor.flatMap { UUID($0) }
    if cursor != nil, after == nil {
      query.refuse("cursor", "invalid_cursor", "is not one that was given out here")
    }
    try query.finish()
  }
}

/// A part of a list.
package struct Page<Item: Sendable>: Sendable {
  package let items: [Item]
  /// The cursor of the next page; nil on the last one.
  package let next: UUID?

  /// - Parameter found: one item more than the page holds, if there is one.
  init(_ found: [Item], of request: PageRequest, id: (Item) -> UUID) {
    items = Array(found.prefix(request.limit))
    next = found.count > request.limit ? items.last.map(id) : nil
  }
}
