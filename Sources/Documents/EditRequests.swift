import Accounts
import HTTP
import Links
import MariaDB
import Primitives

// Guests ask to write in a document, where their link allows it; those who manage it answer. What an
// answer brings about is between the people: it gives nobody a right here.

extension Documents {
  /// How many may wait for an answer, of one document.
  static let maximumWaiting = 100
  /// How many of these may have come by one link: those of the others have room then.
  static let maximumWaitingOfALink = 25

  /// `POST /api/share-links/{token}/edit-requests`: 202, however often the same address asks.
  func askToEdit(_ token: String, _ context: Context) throws -> Response {
    let link = try shared(token, showing: context.grant, on: context.database).link
    guard link.allowsEditRequests else { throw DocumentsError.editRequestsNotAllowed }
    let form = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      try EditRequestForm(&$0)
    }
    try ask(form, through: token, showing: context.grant, context)
    var response = Response.json(Status(202)) { json in
      json.object { $0.text("status", EditRequest.Status.pending.rawValue) }
    }
    response.trace.link = link.id
    return response
  }

  /// Keeps a guest's wish; of an address that waits already, what its message says now. Throws what `shared` throws,
  /// `editRequestsNotAllowed`, 409 `too_many_edit_requests` and 429 `too_many_posts`.
  package func ask(
    _ form: EditRequestForm, through token: String, showing grant: String?, _ context: Context
  ) throws {
    let id = UUID.v7()
    try context.database.transaction { transaction in
      let (document, link) = try sharedForUpdate(token, showing: grant, in: transaction)
      guard link.allowsEditRequests else { throw DocumentsError.editRequestsNotAllowed }
      let store = EditRequestsStore(database: transaction)
      if let standing = try store.waiting(form.email, link: link.id) {
        return try renew(
          standing, form.message, link, on: document, context, in: transaction)
      }
      guard
        try store.waiting(of: [document.id])[document.id] ?? 0 < Self.maximumWaiting,
        try store.waiting(ofLink: link.id) < Self.maximumWaitingOfALink
      else {
        throw DocumentsError.tooManyEditRequests
      }
      try Allowance(.editRequest, at: link.id, from: context.request.addressPrefix).take(
        in: transaction)
      try store.insert(id, form, link: link.id, document: document.id)
      try record(
        "edit_request.made", on: document.id, by: .link(link.id), context, in: transaction
      ) { detail in
        detail.uuid("request_id", id)
        detail.uuid("link_id", link.id)
      }
    }
  }

  /// Takes the message of a request that was made once more; where it has none, or the same, the one
  /// before stays.
  private func renew(
    _ request: EditRequest, _ message: String?, _ link: OpenLink, on document: Document,
    _ context: Context, in transaction: Transaction
  ) throws {
    guard let message, message != request.message else { return }
    try Allowance(.editRequest, at: link.id, from: context.request.addressPrefix).take(
      in: transaction)
    try EditRequestsStore(database: transaction).setMessage(message, of: request.id)
    try record(
      "edit_request.changed", on: document.id, by: .link(link.id), context, in: transaction
    ) { detail in
      detail.uuid("request_id", request.id)
      detail.uuid("link_id", link.id)
    }
  }

  /// `GET /api/documents/{id}/edit-requests`: the newest first. For those who manage the document.
  func listRequests(of id: UUID, _ member: Member, _ context: Context) throws -> Response {
    var query = try Query(context.request.query)
    let page = ListedPage(&query, of: "documents.edit_requests", by: .id)
    let status = query.word("status", EditRequest.Status.self)
    try query.finish()
    let found = try requests(
      of: id, in: status, after: page.place, limit: page.limit, member, context)
    return Response.json { json in
      json.object { answer in
        answer.array("editRequests", page.shown(of: found)) { array, request in
          array.object { request.write(to: &$0) }
        }
        answer.text("nextCursor", page.next(after: found) { .uuid($0.id) })
      }
    }
  }

  /// Throws `notFound`, and `notAManager` for other members, which is recorded.
  package func requests(
    of id: UUID, in status: EditRequest.Status?, after place: ListPlace?, limit: Int,
    _ member: Member, _ context: Context
  ) throws -> [EditRequest] {
    let document = try visible(id, to: member, on: context.database)
    if !document.isManaged(by: member) {
      try managing(id, as: member, context, "edit_request.listed") { _, _ in }
    }
    return try EditRequestsStore(database: context.database).requests(
      of: id, in: status, after: place, limit: limit)
  }

  /// `PATCH /api/documents/{id}/edit-requests/{requestId}`.
  func answerRequest(
    _ id: UUID, of document: UUID, _ member: Member, _ context: Context
  ) throws -> Response {
    let status = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      fields -> EditRequest.Status in
      let word = fields.text("status", length: 1...20)
      let status = EditRequest.Status(rawValue: word)
      if status == nil || status == .pending, !word.isEmpty {
        fields.refuse("status", "not_allowed", "must be one of: accepted, declined")
      }
      return status ?? .pending
    }
    let answered = try answer(id, of: document, with: status, member, context)
    return Response.json { json in json.object { answered.write(to: &$0) } }
  }

  /// Answers a request, once. Throws `editRequestNotFound`, 409 `editRequestAnswered`, and
  /// `notAManager`.
  package func answer(
    _ id: UUID, of document: UUID, with status: EditRequest.Status, _ member: Member,
    _ context: Context
  ) throws -> EditRequest {
    try managing(document, as: member, context, "edit_request.answered") { document, transaction in
      let store = EditRequestsStore(database: transaction)
      guard let found = try store.request(id, of: document.id) else {
        throw DocumentsError.editRequestNotFound
      }
      guard found.status == .pending else { throw DocumentsError.editRequestAnswered }
      try store.answer(id, with: status, by: member.account)
      try record("edit_request.answered", on: document.id, member, context, in: transaction) {
        $0.uuid("request_id", id)
        $0.uuid("link_id", found.linkID)
        $0.text("answer", status.rawValue)
      }
      guard let answered = try store.request(id, of: document.id) else {
        throw DocumentsError.editRequestNotFound
      }
      return answered
    }
  }
}
