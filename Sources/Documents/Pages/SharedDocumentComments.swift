import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// What was said about a document, and the forms in which a guest says more.
struct SharedDocumentComments {
  let guest: DocumentGuest
  let threads: CommentThreads
  let link: OpenLink
  /// The form that comes back, if one does.
  let returned: FormState?

  private var phrases: Phrases { guest.frame.phrases }
  private var words: DocumentPhrases { guest.words }

  func write(to main: inout PageWriter) {
    main.section(.class("comments"), .ariaLabelledBy("comments")) { section in
      section.h2(.id("comments"), text: words.comments)
      if threads.isEmpty, !threads.isContinued {
        section.p(.class("quiet"), text: words.noComments)
      } else {
        list.write(to: &section) {
          writeChange($0, to: &$1)
        } answering: {
          if link.allowsComments { writeAnswerForm(to: $0, &$1) }
        }
      }
      if link.allowsComments { writeForm(to: &section) }
    }
  }

  // MARK: What was said

  private var list: CommentThreadList {
    CommentThreadList(
      threads: threads,
      words: CommentThreadList.Words(
        edited: words.edited, takenAway: words.deleted, pages: phrases.pages,
        first: words.firstComments, later: words.moreComments, stranger: words.team),
      isForGuests: true, path: guest.address.text)
  }

  private func writeChange(_ comment: Comment, to article: inout PageWriter) {
    guard guest.own[comment.id] != nil, comment.linkID == link.id else { return }
    let address = SharedDocumentPagesRoute.comment(comment.id, token: guest.token).address
    let beginning = String(comment.body.prefix(40))
    article.p(.class("own")) { p in
      p.a(.href(Address(address))) { a in
        // Taken back can be what was said while the link let them say it.
        a.text(link.allowsComments ? words.changeOrDelete : words.delete)
        a.span(.class("unseen"), text: " " + words.ofComment(beginning))
      }
    }
  }

  // MARK: Saying something

  private func writeForm(to section: inout PageWriter) {
    // An answer to what is not there any more comes back here.
    let lost = returned.flatMap { isAnswerToNothing($0) ? $0 : nil }
    let state = lost ?? state(CommentFormNames.comment)
    section.h3(.id("add"), text: words.addComment)
    write(state, words.post, answers: nil, to: &section)
  }

  /// Closed until somebody wants to answer; open where their answer comes back.
  private func writeAnswerForm(to comment: Comment, _ li: inout PageWriter) {
    let state = state(CommentFormNames.answer(to: comment.id))
    let isReturned = returned?.name == state.name
    li.answering(
      words.answer, of: " " + words.answerTo(comment.author), isOpen: isReturned
    ) {
      write(state, words.postAnswer, answers: comment.id, to: &$0)
    }
  }

  private func isAnswerToNothing(_ form: FormState) -> Bool {
    form["parentId"] != nil && !threads.takeAnswer(named: form.name)
  }

  private func state(_ name: String) -> FormState {
    if let returned, returned.name == name { return returned }
    return FormState(name)
  }

  private func write(
    _ state: FormState, _ action: String, answers parent: UUID?, to page: inout PageWriter
  ) {
    let fields = fields(hasHint: parent == nil)
    if returned?.name == state.name {
      page.returned(state, fields, guest)
    }
    let address = SharedDocumentPagesRoute.comments(token: guest.token).address
    page.form(posting: Address(address), with: guest.proof) { form in
      // New with each page: what is sent twice is said once.
      form.hidden(CommentFormNames.once, UUID.v7().text)
      if let parent { form.hidden("parentId", parent.text) }
      for field in fields { form.field(field, in: state, phrases.console) }
      form.button(text: action)
    }
  }

  private func fields(hasHint: Bool) -> [FormField] {
    [
      FormField(
        "author", words.name, length: 1...100, autocomplete: "name",
        value: threads.name(of: guest.own) ?? ""),
      FormField(
        "body", words.comment, .multiline(rows: 4), hint: hasHint ? words.commentHint : nil,
        length: 1...5_000),
    ]
  }
}

/// What tells the forms for comments apart.
enum CommentFormNames {
  /// The field that says which sending of its form this is.
  static let once = "once"
  static let comment = "comment"

  static func answer(to comment: UUID) -> String { "answer-\(comment)" }

  /// Of the form that was sent.
  static func name(of form: Form) -> String {
    form["parentId"].flatMap { UUID($0) }.map { answer(to: $0) } ?? comment
  }
}

extension PageWriter {
  /// What is said above a guest's form that comes back: what was wrong, or that it was not sent yet. It
  /// takes the focus.
  mutating func returned(_ state: FormState, _ fields: [FormField], _ guest: DocumentGuest) {
    guard let problem = state.problem else {
      let notice = guest.words.notSentYet
      return section(.class("errors waiting"), .role("status"), .tabindex(-1), .autofocus) {
        $0.h2(text: notice.title)
        $0.p(text: notice.text)
      }
    }
    summary(
      of: state, fields, guest.frame.phrases.console, saying: guest.notice(for: problem))
  }
}
