import Console
import HTML
import HTTP
import Language
import MariaDB
import Primitives

/// `/console/documents/{id}/comments/{comment}/edit`: where a member changes what they have said.
struct MemberCommentPage {
  private let visit: Visit
  private let document: Document
  private let comment: Comment

  static let name = "own"

  private var words: DocumentPagePhrases { visit.phrases.documentPage }
  private var general: ConsolePhrases { visit.phrases.console }

  /// Throws `notFound`, `commentNotFound`, and `notYourComment` for another's, whoever manages the
  /// document.
  init(_ id: UUID, of document: UUID, _ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    let database = visit.context.database
    self.document = try documents.visible(document, to: visit.member, on: database)
    let found = try CommentsStore(database: database).comment(id, of: document)
    guard let found, !found.isDeleted else { throw DocumentsError.commentNotFound }
    guard found.accountID == visit.member.account else { throw DocumentsError.notYourComment }
    comment = found
  }

  func response(_ state: FormState = FormState(Self.name)) -> Response {
    visit.page(
      state.status, title: words.changeComment, section: DocumentPagesRoute.documents.address,
      hasError: state.problem != nil
    ) { main in
      main.kicker(document)
      main.h1(text: words.changeComment)
      main.summary(of: state, [field], general)
      let route = DocumentPagesRoute.changeComment(comment.id, of: document.id)
      main.form(posting: Address(route.address), with: visit.proof, .class("card")) { form in
        form.field(field, in: state, general)
        form.div(.class("row")) { row in
          row.button(text: general.save)
          row.a(
            .class("button plain"),
            .href(Address(DocumentPagesRoute.part(.comments, of: document.id))),
            text: general.cancel)
        }
      }
    }
  }

  private var field: FormField {
    FormField(
      "body", words.comment, .multiline(rows: 6), hint: words.commentHint, length: 1...5_000,
      value: comment.body)
  }
}
