import Console
import HTML
import HTTP
import Language
import Primitives

/// The part of a document's page that is about what was said: every member of the workspace speaks and
/// answers; each takes away their own, and those who manage the document anybody's.
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
        section.ol(.class("threads")) { ol in
          for thread in threads.threads { ol.li { write(thread, returned, to: &$0) } }
        }
        writePages(to: &section)
      }
      // Also an answer that comes back and finds no place any more: its words are not lost.
      let state = isPlaced(returned) ? FormState(CommentFormNames.comment) : returned
      writeForm(state, words.comment, words.postComment, answers: nil, to: &section)
    }
  }

  /// Whether a form that comes back is an answer to one of these comments.
  private func isPlaced(_ returned: FormState) -> Bool {
    threads.threads.contains { thread in
      !thread.comment.isDeleted
        && CommentFormNames.answer(to: thread.comment.id) == returned.name
    }
  }

  // MARK: What was said

  private func write(
    _ thread: CommentThreads.Thread, _ returned: FormState, to li: inout PageWriter
  ) {
    write(thread.comment, to: &li)
    if !thread.answers.isEmpty {
      li.ol(.class("answers")) { ol in
        for answer in thread.answers { ol.li { write(answer, to: &$0) } }
      }
    }
    guard !thread.comment.isDeleted else { return }
    let name = CommentFormNames.answer(to: thread.comment.id)
    let isReturned = returned.name == name && returned.isTyped
    li.details([.class("answering")] + (isReturned ? [.open] : [])) { details in
      details.summary { summary in
        summary.text(words.postAnswer)
        summary.span(.class("unseen"), text: ": \(words.ofComment(thread.comment.author))")
      }
      writeForm(
        isReturned ? returned : FormState(name), words.answer, words.postAnswer,
        answers: thread.comment.id, to: &details)
    }
  }

  private func write(_ comment: Comment, to li: inout PageWriter) {
    li.article(.class("comment"), .id(SharedDocumentComments.id(of: comment.id))) { article in
      guard !comment.isDeleted else {
        return article.p(.class("quiet"), text: words.takenAway)
      }
      article.p(.class("by")) { p in
        p.strong(.dir("auto"), text: comment.author)
        p.text(" ")
        if comment.isGuest {
          p.span(.class("status"), text: words.guest)
          p.text(" ")
        }
        p.span(.class("quiet")) { span in
          span.moment(comment.createdAt)
          if comment.editedAt != nil { span.text(" · \(words.edited)") }
        }
      }
      article.p(.class("said"), .dir("auto"), text: comment.body)
      if mayTakeAway(comment) { writeSteps(of: comment, to: &article) }
    }
  }

  private func mayTakeAway(_ comment: Comment) -> Bool {
    isOwn(comment) || document.isManaged(by: visit.member)
  }

  private func isOwn(_ comment: Comment) -> Bool { comment.accountID == visit.member.account }

  private func writeSteps(of comment: Comment, to article: inout PageWriter) {
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

  private func writePages(to section: inout PageWriter) {
    guard threads.isContinued || threads.next != nil else { return }
    section.nav(.class("pages"), .ariaLabel(words.comments)) { nav in
      nav.ul { ul in
        if threads.isContinued {
          ul.li { li in
            li.a(
              .href(Address(DocumentPagesRoute.part(.comments, of: document.id))),
              text: words.firstComments)
          }
        }
        if let next = threads.next {
          let path = DocumentPagesRoute.document(document.id).path
          let query = "?\(CommentThreads.parameter)=\(next)#comments"
          ul.li { $0.a(.href(Address(path: path + query)), text: words.laterComments) }
        }
      }
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
