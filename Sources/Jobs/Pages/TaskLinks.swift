import HTML
import HTTP
import Primitives

/// Where a job's tasks are shown, and where they are downloaded: through a link, by a member who looks
/// beforehand what a link would show, or on the job's own page.
struct TaskPlace {
  let page: String
  let export: String
  /// The id of the place on the page where the tasks stand; nil for the page's beginning.
  let fragment: String?

  init(page: String, export: String, fragment: String? = nil) {
    self.page = page
    self.export = export
    self.fragment = fragment
  }

  init(token: String) {
    self.init(
      page: JobsRoute.sharedPage(token: token).path,
      export: JobsRoute.sharedExport(token: token).path)
  }

  /// All tasks, in their order.
  var whole: Address { Address(LocalPath(page, asking: [], fragment: fragment)) }
}

/// The addresses that lead on from a page of a job's tasks: what is asked for there, with one thing
/// changed.
struct TaskLinks {
  let query: TaskQuery
  /// How many a page has, where that was asked for.
  let limit: Int?
  private let cursor: String?
  private let place: TaskPlace

  static let defaultLimit = 50

  /// What the page's address asks for; throws `validation_failed` (400).
  static func request(_ request: Request, _ columns: [Column]) throws -> TaskPage.Request {
    // Messengers and mailing lists lengthen addresses with parameters of their own, and the form has
    // two fields for a column.
    var query = try Query(request.query, toleratesOthers: true, maximumNames: 100)
    query.completeForm(of: columns)
    let wanted = TaskPage.Request(&query, columns: columns)
    try query.finish()
    return wanted
  }

  init(_ place: TaskPlace, _ request: TaskPage.Request) {
    self.place = place
    query = request.query
    limit = request.limit == Self.defaultLimit ? nil : request.limit
    cursor = request.cursor
  }

  /// Where a form of the page leads.
  var form: Address { place.whole }

  /// This very page.
  var here: Address { page(query, cursor: cursor) }

  /// What is asked for here, at another path, for something that leads back here.
  func here(at path: String) -> Address { address(path, parameters(of: query, cursor)) }

  /// The first page of these tasks, or the one that the cursor names.
  func page(_ query: TaskQuery, cursor: String? = nil) -> Address {
    address(place.page, parameters(of: query, cursor), place.fragment)
  }

  /// The same tasks, changed in one thing.
  func page(changing change: (inout TaskQuery) -> Void) -> Address {
    var other = query
    change(&other)
    return page(other)
  }

  /// All of these tasks, in the same order.
  func export(_ format: ExportFormat) -> Address {
    address(place.export, [("format", format.rawValue)] + query.parameters)
  }

  private func parameters(
    of query: TaskQuery, _ cursor: String?
  ) -> [(name: String, value: String)] {
    var parameters = query.parameters
    if let limit { parameters.append(("limit", String(limit))) }
    if let cursor { parameters.append(("cursor", cursor)) }
    return parameters
  }

  private func address(
    _ path: String, _ parameters: [(name: String, value: String)], _ fragment: String? = nil
  ) -> Address {
    Address(LocalPath(path, asking: parameters, fragment: fragment))
  }
}

// MARK: - What the page's form sends

extension Query {
  /// Makes of a form's fields what the same tasks are asked for with elsewhere: a field that was left
  /// empty wasn't given, and an instant without an offset, as browsers' fields have them, is in UTC,
  /// as the page says.
  fileprivate mutating func completeForm(of columns: [Column]) {
    let times = Set(columns.filter { $0.kind == .datetime }.map(\.key))
    replaceValues { name, value in
      if value.isEmpty { return nil }
      guard !times.isEmpty, let key = AttributeName(name)?.key, times.contains(key) else {
        return value
      }
      return [value + "Z", value + ":00Z"].first { Instant(iso8601: $0) != nil } ?? value
    }
  }
}
