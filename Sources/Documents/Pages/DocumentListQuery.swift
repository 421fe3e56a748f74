import HTTP
import Primitives

/// What the page of documents is asked for, and the addresses that ask the same again.
struct DocumentListQuery {
  let wanted: DocumentQuery
  /// What is looked for, as it was typed.
  let text: String?
  private let cursor: String?

  static let size = 25

  /// Reads an address of the page; whatever else stands in it is passed over. Throws 400 for what
  /// can't be asked for.
  init(_ request: Request) throws {
    var query = try Query(request.query, toleratesOthers: true)
    query.replaceValues { _, value in value.isEmpty ? nil : value }
    var copy = query
    text = copy.text("q")
    cursor = copy.text("cursor")
    wanted = DocumentQuery(&query, limit: Self.size)
    try query.finish()
  }

  var isBin: Bool { wanted.isOfDeleted }
  var isFiltered: Bool { text != nil }
  var isFirstPage: Bool { wanted.start == nil }

  static var bin: LocalPath { address([("deleted", "true")]) }

  /// The same list without its filter.
  var withoutFilter: LocalPath { Self.address(isBin ? [("deleted", "true")] : []) }

  /// The list, from its beginning or from a cursor on.
  func address(cursor: String? = nil) -> LocalPath {
    var all: [(String, String)] = []
    if isBin { all.append(("deleted", "true")) }
    if let text { all.append(("q", text)) }
    if wanted.order != .updatedDescending { all.append(("sort", wanted.order.rawValue)) }
    if let cursor { all.append(("cursor", cursor)) }
    return Self.address(all)
  }

  private static func address(_ parameters: [(String, String)]) -> LocalPath {
    let query = parameters.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
    let path = DocumentPagesRoute.documents.path
    return LocalPath(query.isEmpty ? path : "\(path)?\(query)") ?? .root
  }
}
