import Console
import HTTP
import Language
import Links
import Primitives
import Repeats

// What guests do by the forms of these pages. Each form was seen to come from one of them.

extension Documents {
  /// `POST /shared/documents/{token}/password`: in, with the grant as a cookie; or the form again, also
  /// when too many say theirs at once. What was typed elsewhere before comes back with it.
  func enter(_ sent: Form, _ guest: DocumentGuest) throws -> Response {
    var form = sent
    let held = HeldForm(takenFrom: &form, at: guest.token)
    let password = form["password"]
    do {
      let entry = try enter(
        guest.token, saying: password, showing: guest.grant, guest.context)
      var response =
        try held.map { try show($0, of: entry.document, again: nil, to: guest) } ?? guest.redirect()
      response.set(guest.cookie(ofGrant: entry.grant))
      if let cookie = entry.cookie { response.set(cookie) }
      response.trace.link = entry.document.link.id
      return response
    } catch let refusal as VeiledRefusal where refusal.isLocked {
      let isEmpty = password?.isEmpty ?? true
      return gate(refusal, guest, holding: held, after: isEmpty ? .empty : .failed)
    } catch let error as any ProblemConvertible
      where error.problem.status == .serviceUnavailable
    {
      return DocumentGate(guest: guest, held: held).response(error.problem, after: .none)
    }
  }

  /// `POST /shared/documents/{token}/comments`.
  func post(_ sent: Form, _ guest: DocumentGuest) throws -> Response {
    let held = HeldForm(sent, sentTo: .comments(token: guest.token))
    return try answering(held, guest) { shared in
      var form = sent
      let once = form.take(CommentFormNames.once)
      let comment = try form.read { CommentForm(&$0, isGuests: true) }
      let repeatKey = try RepeatKey(
        once, caller: self.guest(of: guest.context.request, at: shared.link),
        route: "shared_document_pages.post", body: form.digest)
      let posted = try post(
        comment, through: guest.token, showing: guest.grant, once: repeatKey, guest.context)
      var own = guest.own
      if let token = posted.effect.secret?.reveal {
        own.add(posted.comment.id, editToken: token)
      }
      return try redirect(guest, to: posted.comment.id, on: shared, saying: .posted)
        .with(guest.cookie(of: own))
    }
  }

  /// `POST /shared/documents/{token}/comments/{id}`.
  func change(_ id: UUID, _ sent: Form, _ guest: DocumentGuest) throws -> Response {
    let held = HeldForm(sent, sentTo: .comment(id, token: guest.token))
    return try answering(held, guest) { shared in
      let body = try sent.read { CommentForm.body(&$0) }
      _ = try change(
        id, to: body, through: guest.token, showing: guest.grant, with: guest.own[id],
        guest.context)
      return try redirect(guest, to: id, on: shared, saying: .changed)
    }
  }

  /// `POST /shared/documents/{token}/comments/{id}/delete`. Leads to where the comment stood.
  func delete(_ id: UUID, _ guest: DocumentGuest) throws -> Response {
    try admitting(guest) { shared in
      let store = CommentsStore(database: guest.context.database)
      let gone = try store.comment(id, of: shared.id)
      try takeBack(
        id, through: guest.token, showing: guest.grant, with: guest.own[id], guest.context)
      var own = guest.own
      own.remove(id)
      let neighbour = try gone.flatMap { try store.neighbour(of: $0, on: shared.id) }
      return try redirect(guest, to: neighbour, on: shared, saying: .deleted)
        .with(guest.cookie(of: own))
    }
  }

  /// `POST /shared/documents/{token}/edit-requests`.
  func ask(_ sent: Form, _ guest: DocumentGuest) throws -> Response {
    let held = HeldForm(sent, sentTo: .editRequests(token: guest.token))
    return try answering(held, guest) { _ in
      let form = try sent.read { try EditRequestForm(&$0) }
      try ask(form, through: guest.token, showing: guest.grant, guest.context)
      return guest.redirect(saying: .asked)
    }
  }

  // MARK: Forms that come back

  /// One that none of our pages has shown to this browser: nothing is done, but what was typed stays.
  func showAgain(
    _ act: SharedDocumentPagesRoute.Act, _ sent: Form, _ guest: DocumentGuest
  ) throws -> Response {
    let problem = ConsoleError.formExpired.problem
    switch act {
    case .enter:
      var form = sent
      let held = HeldForm(takenFrom: &form, at: guest.token)
      // Who is let in already needs no form.
      return try admitting(guest, holding: held, after: .expired) { _ in guest.redirect() }
    case .delete: return try admitting(guest) { _ in guest.redirect() }
    case .post: return try again(sent, .comments(token: guest.token), problem, guest)
    case .change(let id): return try again(sent, .comment(id, token: guest.token), problem, guest)
    case .ask: return try again(sent, .editRequests(token: guest.token), problem, guest)
    }
  }

  private func again(
    _ sent: Form, _ route: SharedDocumentPagesRoute, _ problem: Problem, _ guest: DocumentGuest
  ) throws -> Response {
    let held = HeldForm(sent, sentTo: route)
    return try admitting(guest, holding: held) { shared in
      try show(held, of: shared, again: problem, to: guest)
    }
  }

  /// Does what a form asks; when that can't be, shows it again with what was wrong. Who must say the
  /// password first finds it again afterwards.
  private func answering(
    _ held: HeldForm, _ guest: DocumentGuest, _ effect: (SharedDocument) throws -> Response
  ) throws -> Response {
    try admitting(guest, holding: held) { shared in
      do {
        return try effect(shared)
      } catch let error as any ProblemConvertible where !(error is VeiledRefusal) {
        if FormState.belongsOnPage(error.problem) {
          return try show(held, of: shared, again: error.problem, to: guest)
        }
        // Gone meanwhile, such as a comment that was taken away while its author changed it.
        guard error.problem.status == .notFound, guest.context.request.headers.prefersHTML else {
          throw error
        }
        return guest.page(keeping: held, error.problem)
      }
    }
  }

  /// The page that a form stands on, with what was typed; where there is none any more, the words alone.
  ///
  /// - Parameter problem: what was wrong; nil: it was not sent yet.
  private func show(
    _ held: HeldForm, of shared: SharedDocument, again problem: Problem?, to guest: DocumentGuest
  ) throws -> Response {
    do {
      return try page(with: held, of: shared, again: problem, for: guest)
    } catch let error as DocumentsError where guest.context.request.headers.prefersHTML {
      return guest.page(keeping: held, error.problem)
    }
  }

  private func page(
    with held: HeldForm, of shared: SharedDocument, again problem: Problem?,
    for guest: DocumentGuest
  ) throws -> Response {
    func state(_ name: String) -> FormState {
      problem.map { FormState(name, held.form, $0) } ?? FormState(name, holding: held.form)
    }
    switch held.route {
    case .comments:
      // A link that lets nobody comment (any more) has no form for it.
      guard shared.link.allowsComments else { throw DocumentsError.commentNotAllowed }
      return try documentPage(
        of: shared, for: guest, returning: state(CommentFormNames.name(of: held.form)))
    case .comment(let id, _):
      guard shared.link.allowsComments else { throw DocumentsError.commentNotAllowed }
      return try ownCommentPage(id, of: shared, for: guest).response(state(OwnCommentPage.name))
    case .editRequests:
      guard shared.link.allowsEditRequests else { throw DocumentsError.editRequestsNotAllowed }
      return try documentPage(
        of: shared, for: guest, returning: state(EditRequestSection.name))
    case .document, .password, .deletion: return guest.redirect()
    }
  }

  /// To where a comment is to be read; nil: to the comments.
  private func redirect(
    _ guest: DocumentGuest, to comment: UUID?, on shared: SharedDocument,
    saying message: SharedDocumentMessage
  ) throws -> Response {
    guard let comment else { return guest.redirect(saying: message, to: "comments") }
    let start = try CommentsStore(database: guest.context.database).start(
      for: comment, of: shared.id)
    return guest.redirect(saying: message, to: CommentThreads.id(of: comment), from: start)
  }
}
