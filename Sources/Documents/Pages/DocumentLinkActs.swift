import Console
import HTML
import HTTP
import Language
import Links
import Primitives
import Repeats
import Security

// What members do with a document's links on its pages, and the pages that ask before.

extension Documents {
  /// Makes a link. The page with its address is the answer itself, since that is nowhere to be read
  /// again; loaded again it makes no other link, and shows the address no more.
  func makeLink(of id: UUID, _ submission: Submission) throws -> Response {
    let (visit, member) = (submission.visit, submission.visit.member)
    let database = visit.context.database
    return try submission.answer("link") {
      var sent = submission.form
      let once = sent.take(FormState.onceField)
      let fields = try sent.read { DocumentLinkFields(&$0, DocumentLinkFields.newLocks) }
      let route: StaticString = "document_pages.make_link"
      let repeatKey = try RepeatKey(
        once, caller: member.caller, route: route,
        body: sealer.fingerprint(of: sent.digest, for: "\(route):\(id)"))
      if try repeatKey?.earlier(on: database) != nil {
        _ = try managed(id, for: visit)
        return visit.redirect(
          to: DocumentPagesRoute.part(.links, of: id), saying: .linkMadeBefore)
      }
      let form = NewDocumentLinkForm(fields, at: try links.now(on: database))
      let made = try namingField {
        try makeLink(form, of: id, once: repeatKey, member, visit.context)
      }
      guard let token = made.token else { throw ShareLinkError.notFound }
      return try DocumentNewLinkPage(made.link, token, of: id, visit, self).response()
    } orElse: { state in
      try DocumentPage(id, visit, self).response(DocumentPage.Forms(link: state))
    }
  }

  /// Changes a link's terms.
  func changeLink(_ link: UUID, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("link") {
      let standing = try self.link(link, of: id, for: visit)
      let fields = try submission.form.read {
        DocumentLinkFields(&$0, DocumentLinkFields.locks(of: standing))
      }
      let form = DocumentLinkChangeForm(fields, at: try links.now(on: visit.context.database))
      _ = try namingField { try change(form, ofLink: link, visit.member, visit.context) }
      return visit.redirect(to: DocumentPagesRoute.part(.links, of: id), saying: .linkChanged)
    } orElse: { state in
      try DocumentLinkPage(link, of: id, visit, self).response(state)
    }
  }

  /// `GET …/revoke`: what it ends, and what not.
  func confirmRevocation(of link: UUID, of id: UUID, _ visit: Visit) throws -> Response {
    let standing = try self.link(link, of: id, for: visit)
    guard standing.state != .revoked else { throw ShareLinkError.notFound }
    let words = visit.phrases.documentPage
    return visit.confirmation(
      Confirmation(
        title: words.revokeTitle, text: words.revokeText, action: words.revoke,
        path: DocumentPagesRoute.revoke(link, of: id).address,
        back: DocumentPagesRoute.part(.links, of: id)),
      section: DocumentPagesRoute.documents.address)
  }

  /// Ends a link, at once and for good; who was asked before, knows that.
  func revokeLink(_ link: UUID, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    try demand(link, isOf: id, visit)
    try revoke(link: link, visit.member, visit.context)
    return visit.redirect(to: DocumentPagesRoute.part(.links, of: id), saying: .linkRevoked)
  }

  // MARK: Details

  /// A link of a document, for a page that only those see who manage it. Throws `notFound`,
  /// `notAManager`.
  func link(_ link: UUID, of id: UUID, for visit: Visit) throws -> ShareLink {
    _ = try managed(id, for: visit)
    try demand(link, isOf: id, visit)
    return try links.issued(link, on: visit.context.database).link
  }

  private func demand(_ link: UUID, isOf id: UUID, _ visit: Visit) throws {
    let subject = try links.subject(ofLink: link, .document, on: visit.context.database)
    guard subject == id else { throw ShareLinkError.notFound }
  }

  /// An expiry that has passed is named as these pages' forms call it.
  private func namingField<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch ShareLinkError.expiresInPast {
      throw ShareLinkError.expiresInPast()
    }
  }
}
