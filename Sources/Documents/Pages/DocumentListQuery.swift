import Console
import HTTP

/// What the page of documents is asked for.
struct DocumentListQuery {
  let wanted: DocumentQuery
  let question: ListQuestion

  /// Reads an address of the page; whatever else stands in it is passed over. Throws 400 for what
  /// can't be asked for.
  init(_ request: Request) throws {
    let whole = try Query(ofPage: request.query)
    var query = whole
    wanted = DocumentQuery(&query, limit: ListFrame.size)
    try query.finish()
    question = ListQuestion(
      DocumentPagesRoute.documents.path, whole, isBin: wanted.isOfDeleted,
      order: wanted.order == .updatedDescending ? nil : wanted.order.rawValue)
  }

  var isBin: Bool { wanted.isOfDeleted }
}
