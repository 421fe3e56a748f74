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

  /// What the address of a page for people asks for: what lies behind the id under `name`, if there
  /// is one. Anything else there is noted in the query.
  package init(_ query: inout Query, _ name: String, limit: Int) {
    self.limit = limit
    let cursor = query.text(name)
    after = cursor.flatMap { UUID($0) }
    if cursor != nil, after == nil { query.refuseCursor(name) }
  }

  /// From `limit` (1 to 200, default 50) and `cursor`; throws 400 for anything else.
  package init(_ request: Request) throws {
    var query = try Query(request.query)
    limit = query.integer("limit", in: 1...200) ?? 50
    let cursor = query.text("cursor")
    after = cursor.flatMap { UUID($0) }
    if cursor != nil, after == nil { query.refuseCursor("cursor") }
    try query.finish()
  }
}

extension Query {
  fileprivate mutating func refuseCursor(_ name: String) {
    refuse(name, "invalid_cursor", "is not one that was given out here")
  }
}

/// A part of a list.
package struct Page<Item: Sendable>: Sendable {
  package let items: [Item]
  /// The cursor of the next page; nil on the last one.
  package let next: UUID?

  /// The same page of what each item becomes.
  package func map<Other>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
    Page<Other>(items: try items.map(transform), next: next)
  }

  private init(items: [Item], next: UUID?) {
    self.items = items
    self.next = next
  }

  /// A page of what is at hand as a whole.
  ///
  /// - Parameter all: in the order of their ids.
  package init(of all: [Item], _ request: PageRequest, id: (Item) -> UUID) {
    let rest = request.after.map { after in all.drop { id($0) <= after } } ?? all[...]
    self.init(Array(rest.prefix(request.limit + 1)), of: request, id: id)
  }

  /// - Parameter found: one item more than the page holds, if there is one.
  package init(_ found: [Item], of request: PageRequest, id: (Item) -> UUID) {
    items = Array(found.prefix(request.limit))
    next = found.count > request.limit ? items.last.map(id) : nil
  }
}
