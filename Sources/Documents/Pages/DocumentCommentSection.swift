import Console
import HTML
import HTTP
import Language
import Primitives

/// The part of a document's page that is about what was said: every member of the workspace speaks and
/// answers; each changes and takes away their own, and those who manage the document take away
/// anybody's.
struct DocumentCommentSection {
  private let visit: Visit
  private let document: Document
  private let threads: CommentThreads
  /// The comment that this page of them begins with; nil: the first.
  private let start: UUID?

  private var words: DocumentPagePhrases { visit.phrases.documentPage }
  private var general: ConsolePhrases { visit.phrases.console }

  /// The comments that `from` in the query asks for.
  init(of document: Document, _ visit: Visit) throws {
    self.visit = visit
    self.document = document
    start = try CommentThreads.start(of: visit.context.request)
    threads = try CommentsStore(database: visit.context.database).threads(
      of: document.id, from: start)
  }

  func write(_ returned: FormState, to main: inout PageWriter) {
    main.section(.class("comments")) { section in
      section.h2(.id(DocumentPagesRoute.Part.comments.rawValue), text: words.comments)
      if threads.isEmpty, !threads.isContinued {
        section.p(.class("quiet"), text: words.noComments)
      } else {
        list.write(to: &section) {
          writeSteps(of: $0, to: &$1)
        } answering: {
          writeAnswerForm(to: $0, returned, &$1)
        }
      }
      // Also an answer that comes back and finds no place any more: its words are not lost.
      let state =
        threads.takeAnswer(named: returned.name) ? FormState(CommentFormNames.comment) : returned
      writeForm(state, words.comment, words.postComment, answers: nil, to: &section)
    }
  }

  // MARK: What was said

  private var list: CommentThreadList {
    CommentThreadList(
      threads: threads,
      words: CommentThreadList.Words(
        edited: words.edited, takenAway: words.takenAway, pages: words.comments,
        first: words.firstComments, later: words.laterComments, stranger: words.guest),
      isForGuests: false, path: DocumentPagesRoute.document(document.id).path)
  }

  private func writeAnswerForm(
    to comment: Comment, _ returned: FormState, _ li: inout PageWriter
  ) {
    let name = CommentFormNames.answer(to: comment.id)
    let isReturned = returned.name == name && returned.isTyped
    li.answering(
      words.postAnswer, of: ": \(words.ofComment(comment.author))", isOpen: isReturned
    ) {
      writeForm(
        isReturned ? returned : FormState(name), words.answer, words.postAnswer,
        answers: comment.id, to: &$0)
    }
  }

  private func mayTakeAway(_ comment: Comment) -> Bool {
    isOwn(comment) || document.isManaged(by: visit.member)
  }

  private func isOwn(_ comment: Comment) -> Bool { comment.accountID == visit.member.account }

  private func writeSteps(of comment: Comment, to article: inout PageWriter) {
    guard mayTakeAway(comment) else { return }
    article.p(.class("own")) { p in
      if isOwn(comment) {
        writeStep(.changeComment(comment.id, of: document.id), words.edit, comment, to: &p)
        p.text(" ")
      }
      writeStep(
        .takeAway(comment: comment.id, of: document.id), words.takeAway, comment, to: &p)
    }
  }

  private func writeStep(
    _ route: DocumentPagesRoute, _ label: String, _ comment: Comment, to p: inout PageWriter
  ) {
    p.a(.href(Address(route.address))) { a in
      a.text(label)
      a.span(.class("unseen"), text: " \(words.ofComment(comment.author))")
    }
  }

  // MARK: Saying something

  private func writeForm(
    _ state: FormState, _ label: String, _ action: String, answers parent: UUID?,
    to page: inout PageWriter
  ) {
    let field = FormField(
      "body", label, .multiline(rows: 4), hint: parent == nil ? words.commentHint : nil,
      length: 1...5_000)
    let lost = state.problem?.fields.first { $0.field == "parentId" }
    let notice = lost.map { error in
      Notice(title: words.answer, text: general.fieldError(error.code) ?? general.fieldWrong)
    }
    page.summary(of: state, [field], general, saying: notice)
    // Leads back to this page of the comments, should it come back.
    let here = start.map { "?\(CommentThreads.parameter)=\($0)" } ?? ""
    let path = DocumentPagesRoute.comments(document.id).path + here
    page.form(posting: Address(path: path), with: visit.proof) { form in
      // New with each page: what is sent twice is said once.
      form.hidden(CommentFormNames.once, UUID.v7().text)
      if let parent { form.hidden("parentId", parent.text) }
      form.field(field, in: state, general)
      form.button(.class(parent == nil ? "first" : "plain"), text: action)
    }
  }
}
