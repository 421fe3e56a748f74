import Console
import HTTP
import Links
import MariaDB
import Primitives
import Repeats

// What members do with comments on a document's page, and with requests to write in it.

extension Documents {
  /// `POST /console/documents/{id}/comments`; the same form sent twice says it once.
  func comment(on id: UUID, _ submission: Submission) throws -> Response {
    let (visit, member) = (submission.visit, submission.visit.member)
    return try keeping(typed(submission), visit) {
      try submission.answer(CommentFormNames.name(of: submission.form)) {
        var sent = submission.form
        let once = sent.take(CommentFormNames.once)
        let form = try sent.read { CommentForm(&$0, isGuests: false) }
        let repeatKey = try RepeatKey(
          once, caller: member.caller, route: "document_pages.comment", body: sent.digest)
        let comment = try post(form, on: id, once: repeatKey, member, visit.context).comment
        return visit.redirect(
          to: try place(of: comment.id, on: id, visit),
          saying: form.parentID == nil ? .commentPosted : .answerPosted)
      } orElse: { state in
        try DocumentPage(id, visit, self).response(DocumentPage.Forms(comment: state))
      }
    }
  }

  private func typed(_ submission: Submission) -> KeptWords {
    KeptWords(
      of: submission.form, [("body", submission.visit.phrases.documentPage.comment)])
  }

  /// Where a comment is to be read: on the first page of them, or at the top of another.
  private func place(of comment: UUID, on id: UUID, _ visit: Visit) throws -> LocalPath {
    let start = try CommentsStore(database: visit.context.database).start(for: comment, of: id)
    let query = start.map { "?\(CommentThreads.parameter)=\($0)" } ?? ""
    let fragment = CommentThreads.id(of: comment)
    return LocalPath("\(DocumentPagesRoute.document(id).path)\(query)#\(fragment)") ?? .root
  }

  /// `POST …/comments/{comment}/edit`: a member's own words.
  func changeComment(_ comment: UUID, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try keeping(typed(submission), visit) {
      try submission.answer(MemberCommentPage.name) {
        let body = try submission.form.read { CommentForm.body(&$0) }
        _ = try change(comment, to: body, on: id, visit.member, visit.context)
        return visit.redirect(
          to: try place(of: comment, on: id, visit), saying: .commentChanged)
      } orElse: { state in
        try MemberCommentPage(comment, of: id, visit, self).response(state)
      }
    }
  }

  /// `GET …/comments/{comment}/delete`. Throws `commentNotFound`, and `notAManager` for who may not.
  func confirmTakingAway(_ comment: UUID, of id: UUID, _ visit: Visit) throws -> Response {
    let database = visit.context.database
    let document = try visible(id, to: visit.member, on: database)
    let found = try CommentsStore(database: database).comment(comment, of: id)
    guard let found, !found.isDeleted else { throw DocumentsError.commentNotFound }
    guard found.accountID == visit.member.account || document.isManaged(by: visit.member) else {
      throw DocumentsError.notAManager
    }
    let words = visit.phrases.documentPage
    return visit.confirmation(
      Confirmation(
        title: words.takeAwayTitle(found.author), text: words.takeAwayText,
        action: words.takeAway,
        path: DocumentPagesRoute.takeAway(comment: comment, of: id).address,
        back: DocumentPagesRoute.part(.comments, of: id)),
      section: DocumentPagesRoute.documents.address)
  }

  /// `POST` of the same. Leads to where the comment stood.
  func takeAway(_ comment: UUID, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    let store = CommentsStore(database: visit.context.database)
    let gone = try store.comment(comment, of: id)
    try takeAway(comment, on: id, visit.member, visit.context)
    let neighbour = try gone.flatMap { try store.neighbour(of: $0, on: id) }
    return visit.redirect(
      to: try neighbour.map { try place(of: $0, on: id, visit) }
        ?? DocumentPagesRoute.part(.comments, of: id),
      saying: .commentTakenAway)
  }

  /// `POST /console/documents/{id}/requests/{request}`: `answer` is `accepted` or `declined`.
  func answer(_ request: UUID, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("request") {
      let status = try submission.form.read { fields -> EditRequest.Status in
        let word = fields.text("answer", length: 1...20)
        if let status = EditRequest.Status(rawValue: word), status != .pending { return status }
        if !word.isEmpty { fields.refuse("answer", "not_allowed", "must be accepted or declined") }
        return .declined
      }
      _ = try answer(request, of: id, with: status, visit.member, visit.context)
      return visit.redirect(
        to: DocumentPagesRoute.part(.requests, of: id),
        saying: status == .accepted ? .requestAccepted : .requestDeclined)
    } orElse: { state in
      try DocumentPage(id, visit, self).response(DocumentPage.Forms(request: state))
    }
  }
}
