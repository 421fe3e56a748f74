import Accounts
import HTTP
import MariaDB
import Primitives

/// What `GET /v1/jobs` asks for.
struct JobQuery {
  /// The orders that a list can have, each with an index; `-` is descending. Jobs of one value lie
  /// in the order of their making, the newest first where it is descending.
  enum Order: String, CaseIterable {
    case created = "created_at"
    case createdDescending = "-created_at"
    case updated = "updated_at"
    case updatedDescending = "-updated_at"
    case title
    case titleDescending = "-title"
    case status
    case statusDescending = "-status"

    enum Key {
      case created, updated, title, status
    }

    var key: Key {
      switch self {
      case .created, .createdDescending: .created
      case .updated, .updatedDescending: .updated
      case .title, .titleDescending: .title
      case .status, .statusDescending: .status
      }
    }

    var descending: Bool { rawValue.hasPrefix("-") }
  }

  let limit: Int
  let status: Job.Status?
  /// What title or description hold, as a pattern of LIKE.
  let pattern: String?
  let clientID: UUID?
  /// Those that can be restored, instead of those that are there.
  let deleted: Bool
  let order: Order
  let start: ListPlace?

  /// Reads all its parameters off a query; what is wrong with them is noted there.
  ///
  /// - Parameter usual: how many where the query doesn't say.
  init(_ query: inout Query, limit usual: Int = 50) {
    limit = query.integer("limit", in: 1...200) ?? usual
    status = query.word("status")
    pattern = query.searchText("q").map(LikePattern.holding)
    clientID = query.id("client_id")
    deleted = query.truth("deleted") ?? false
    let order = query.word("sort", Order.self) ?? .createdDescending
    self.order = order
    start = query.place("cursor", in: Self.name(of: order)) { Self.isPlace($0, in: order) }
  }

  /// The cursor of the page that begins behind this job.
  func cursor(after job: Job) -> String {
    let value: SQLValue =
      switch order.key {
      case .created: .null
      case .updated: job.updatedAt.sqlValue
      case .title: .text(job.title)
      case .status: .text(job.status.rawValue)
      }
    return ListPlace(value: value, tie: .uuid(job.id)).cursor(in: Self.name(of: order))
  }

  private static func name(of order: Order) -> String { "jobs:\(order.rawValue)" }

  private static func isPlace(_ place: ListPlace, in order: Order) -> Bool {
    switch (order.key, place.value, place.tie) {
    case (.created, .null, .uuid), (.updated, .instant, .uuid), (.title, .text, .uuid): true
    case (.status, .text(let word), .uuid): Job.Status(rawValue: word) != nil
    default: false
    }
  }
}
