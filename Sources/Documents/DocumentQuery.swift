import Accounts
import HTTP
import MariaDB
import Primitives

/// What `GET /api/workspaces/{id}/documents` asks for.
package struct DocumentQuery {
  /// The orders that a list can have, each with an index; `-` is descending.
  package enum Order: String, CaseIterable {
    case created = "createdAt"
    case createdDescending = "-createdAt"
    case updated = "updatedAt"
    case updatedDescending = "-updatedAt"
    case title
    case titleDescending = "-title"

    enum Key {
      case created, updated, title
    }

    var key: Key {
      switch self {
      case .created, .createdDescending: .created
      case .updated, .updatedDescending: .updated
      case .title, .titleDescending: .title
      }
    }

    var isDescending: Bool { rawValue.hasPrefix("-") }
  }

  package let limit: Int
  /// What a title or the words hold, as a pattern of LIKE.
  let pattern: String?
  /// Those that can be restored, instead of those that are there.
  package let isOfDeleted: Bool
  package let order: Order
  let start: ListPlace?

  /// Reads all its parameters off a query; what is wrong with them is noted there.
  ///
  /// - Parameter usual: how many where the query doesn't say.
  package init(_ query: inout Query, limit usual: Int = 50) {
    limit = query.integer("limit", in: 1...200) ?? usual
    pattern = query.searchText("q").map(LikePattern.holding)
    isOfDeleted = query.truth("deleted") ?? false
    let order = query.word("sort", Order.self) ?? .updatedDescending
    self.order = order
    start = query.place("cursor", in: Self.name(of: order)) { Self.isPlace($0, in: order) }
  }

  /// The cursor of the page that begins behind this document.
  package func cursor(after document: Document) -> String {
    let value: SQLValue =
      switch order.key {
      case .created: .null
      case .updated: .instant(document.updatedAt)
      case .title: .text(document.title)
      }
    return ListPlace(value: value, tie: .uuid(document.id)).cursor(in: Self.name(of: order))
  }

  private static func name(of order: Order) -> String { "documents:\(order.rawValue)" }

  private static func isPlace(_ place: ListPlace, in order: Order) -> Bool {
    switch (order.key, place.value, place.tie) {
    case (.created, .null, .uuid), (.updated, .instant, .uuid), (.title, .text, .uuid): true
    default: false
    }
  }
}
