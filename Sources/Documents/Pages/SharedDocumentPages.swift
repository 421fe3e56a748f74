import Accounts
import Console
import HTML
import HTTP
import Links
import Primitives

// The pages behind a document's share link: which of them answers to what. Each asks the one door.

extension Documents {
  /// Refusals of the door are pages of their own: one that asks for the password, and one for all other
  /// reasons, `document_not_available`.
  package func respond(
    to operation: SharedDocumentPagesRoute.Operation, _ context: Context
  ) throws -> Response {
    switch operation {
    case .page(let page, let token):
      let guest = DocumentGuest(token, context, at: site)
      return try answering(guest) { try show(page, to: guest) }
    case .act(let act, let token):
      let guest = DocumentGuest(token, context, at: site)
      let (form, isOurs) = try AnonymousFormToken.form(of: context.request, at: site)
      return try keeping(form, of: act, guest) {
        try answering(guest) {
          try isOurs ? perform(act, form, guest) : showAgain(act, form, guest)
        }
      }
    }
  }

  private func show(
    _ page: SharedDocumentPagesRoute.PageOperation, to guest: DocumentGuest
  ) throws -> Response {
    switch page {
    case .document:
      return try admitting(guest) { shared in
        tally.opened(shared.link, by: guest.context.request)
        return try documentPage(of: shared, for: guest)
      }
    case .comment(let id):
      return try admitting(guest) { try ownCommentPage(id, of: $0, for: guest).response() }
    case .back: return guest.redirect()
    }
  }

  private func perform(
    _ act: SharedDocumentPagesRoute.Act, _ form: Form, _ guest: DocumentGuest
  ) throws -> Response {
    switch act {
    case .enter: try enter(form, guest)
    case .post: try post(form, guest)
    case .change(let id): try change(id, form, guest)
    case .delete(let id): try delete(id, guest)
    case .ask: try ask(form, guest)
    }
  }

  // MARK: The door

  /// Lets in who has the grant, and gives them one for as long again; asks others for the password.
  ///
  /// - Parameters:
  ///   - held: what they have sent, to be shown again afterwards.
  ///   - attempt: what came of their last try at the password.
  func admitting(
    _ guest: DocumentGuest, holding held: HeldForm? = nil,
    after attempt: DocumentGate.Attempt = .none, _ body: (SharedDocument) throws -> Response
  ) throws -> Response {
    do {
      let shared = try shared(
        guest.token, showing: guest.grant, on: guest.context.database)
      var response = try body(shared)
      if guest.grant != nil {
        response.set(guest.cookie(ofGrant: try grants.grant(for: shared.link)))
      }
      response.trace.link = shared.link.id
      return response
    } catch let refusal as VeiledRefusal where refusal.isLocked {
      var response = gate(refusal, guest, holding: held, after: attempt)
      // By it they are known at their first try, apart from others behind their address.
      if guests.identity(of: guest.context.request) == nil {
        response.set(try guests.cookie(of: GuestIdentity()))
      }
      return response
    }
  }

  /// The page that asks for the password. Only who has tried one is counted as refused.
  func gate(
    _ refusal: VeiledRefusal, _ guest: DocumentGuest, holding held: HeldForm?,
    after attempt: DocumentGate.Attempt
  ) -> Response {
    if case .failed = attempt { tally.refused(refusal.refusal, to: guest.context.request) }
    var response = DocumentGate(guest: guest, held: held).response(
      refusal.problem, after: attempt)
    response.trace.link = refusal.refusal.link
    return response
  }

  /// Answers a browser with this room's own pages where something is refused; a program, with what the
  /// API says.
  private func answering(
    _ guest: DocumentGuest, _ body: () throws -> Response
  ) throws -> Response {
    do {
      return try body()
    } catch let refusal as VeiledRefusal where guest.context.request.headers.prefersHTML {
      var problem = refusal.problem
      problem.code = "document_not_available"
      throw VeiledRefusal(refusal.refusal, as: problem)
    } catch let error as DocumentsError where guest.context.request.headers.prefersHTML {
      let problem = error.problem
      return guest.page(problem.status) { main in
        main.notice(guest.frame.notice(for: problem))
        main.backToDocument(guest)
      }
    }
  }

  /// Where a link has ended, shows a guest below the same page as everybody's what they had typed.
  private func keeping(
    _ form: Form, of act: SharedDocumentPagesRoute.Act, _ guest: DocumentGuest,
    _ body: () throws -> Response
  ) throws -> Response {
    do {
      return try body()
    } catch let refusal as VeiledRefusal where guest.context.request.headers.prefersHTML {
      let typed = guest.kept(form, of: act)
      guard !typed.isEmpty else { throw refusal }
      tally.refused(refusal.refusal, to: guest.context.request)
      var response = guest.page(refusal.problem.status) { main in
        main.notice(guest.frame.notice(for: refusal.problem))
        typed.write(guest.words.kept, to: &main)
      }
      response.headers += refusal.problem.headers
      response.trace.link = refusal.refusal.link
      return response
    }
  }

  // MARK: Pages

  /// - Parameter returned: a form on it that comes back.
  func documentPage(
    of shared: SharedDocument, for guest: DocumentGuest, returning returned: FormState? = nil
  ) throws -> Response {
    let database = guest.context.database
    let text = try text(of: shared, on: database)
    // Only an address that a page has printed names a place; a form was sent without one.
    let isForm = guest.context.request.method == .post
    let start =
      try isForm ? answered(by: returned) : CommentThreads.start(of: guest.context.request)
    let threads = try CommentsStore(database: database).threads(of: shared.id, from: start)
    return SharedDocumentPage(
      guest: guest, title: text.title, html: text.html, updatedAt: shared.updatedAt,
      link: shared.link, threads: threads, returned: returned
    ).response()
  }

  /// The page with the comment that a form answers, if it is not among the first.
  private func answered(by form: FormState?) -> UUID? {
    form?["parentId"].flatMap { UUID($0) }
  }

  /// Throws `commentNotFound`, and `notYourComment` for one that this browser has not written.
  func ownCommentPage(
    _ id: UUID, of shared: SharedDocument, for guest: DocumentGuest
  ) throws -> OwnCommentPage {
    let store = CommentsStore(database: guest.context.database)
    guard let comment = try store.comment(id, of: shared.id), !comment.isDeleted else {
      throw DocumentsError.commentNotFound
    }
    guard guest.own[id] != nil, comment.linkID == shared.link.id else {
      throw DocumentsError.notYourComment
    }
    return OwnCommentPage(
      guest: guest, comment: comment, isChangeable: shared.link.allowsComments)
  }
}

extension VeiledRefusal {
  var isLocked: Bool {
    if case .locked = refusal { true } else { false }
  }
}
