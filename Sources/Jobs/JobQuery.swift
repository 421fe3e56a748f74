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
    pattern = query.pattern("q")
    clientID = query.id("client_id")
    deleted = query.word("deleted", Truth.self) == .true
    order = query.word("sort") ?? .createdDescending
    guard let cursor = query.text("cursor") else {
      start = nil
      return
    }
    let place = ListPlace(cursor: cursor, in: Self.name(of: order))
    if let place, Self.isPlace(place, in: order) {
      start = place
    } else {
      start = nil
      query.refuse("cursor", "invalid_cursor", "is not one that was given out here")
    }
  }

  private enum Truth: String, CaseIterable {
    case `true`, `false`
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

extension Query {
  mutating func id(_ name: String) -> UUID? {
    guard let text = text(name) else { return nil }
    let id = UUID(text)
    if id == nil { refuse(name, "not_a_uuid", "must be a UUID") }
    return id
  }

  /// A text to be searched for, 1 to 200 characters, as a pattern of LIKE that holds it anywhere.
  mutating func pattern(_ name: String) -> String? { searchText(name).map(Self.pattern(for:)) }

  /// What is looked for, as it was typed.
  mutating func searchText(_ name: String) -> String? {
    guard let text = text(name) else { return nil }
    guard (1...200).contains(text.unicodeScalars.count) else {
      refuse(name, "wrong_length", "must have 1 to 200 characters")
      return nil
    }
    return text
  }

  static func pattern(for text: String) -> String {
    var pattern = "%"
    for scalar in text.unicodeScalars {
      if scalar == "%" || scalar == "_" || scalar == "\\" { pattern.unicodeScalars.append("\\") }
      pattern.unicodeScalars.append(scalar)
    }
    return pattern + "%"
  }
}
