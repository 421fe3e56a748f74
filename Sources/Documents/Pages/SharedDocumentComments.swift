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
        section.ol(.class("threads")) { ol in
          for thread in threads.threads { ol.li { write(thread, to: &$0) } }
        }
        writePages(to: &section)
      }
      if link.allowsComments { writeForm(to: &section) }
    }
  }

  // MARK: What was said

  private func write(_ thread: CommentThreads.Thread, to li: inout PageWriter) {
    write(thread.comment, to: &li)
    if !thread.answers.isEmpty {
      li.ol(.class("answers")) { ol in
        for answer in thread.answers { ol.li { write(answer, to: &$0) } }
      }
    }
    if link.allowsComments, !thread.comment.isDeleted {
      writeAnswerForm(to: thread.comment, &li)
    }
  }

  private func write(_ comment: Comment, to li: inout PageWriter) {
    li.article(.class("comment"), .id(Self.id(of: comment.id))) { article in
      guard !comment.isDeleted else {
        return article.p(.class("quiet"), text: words.deleted)
      }
      article.p(.class("by")) { p in
        p.strong(.dir("auto"), text: comment.author)
        p.text(" ")
        if !comment.isGuest {
          p.span(.class("status"), text: words.team)
          p.text(" ")
        }
        p.span(.class("quiet")) { span in
          span.moment(comment.createdAt)
          if comment.editedAt != nil { span.text(" · \(words.edited)") }
        }
      }
      article.p(.class("said"), .dir("auto"), text: comment.body)
      if guest.own[comment.id] != nil, comment.linkID == link.id {
        writeChange(comment, to: &article)
      }
    }
  }

  private func writeChange(_ comment: Comment, to article: inout PageWriter) {
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

  private func writePages(to section: inout PageWriter) {
    guard threads.isContinued || threads.next != nil else { return }
    section.nav(.class("pages"), .ariaLabel(phrases.pages)) { nav in
      nav.ul { ul in
        if threads.isContinued {
          let first = Address(path: "\(guest.address.text)#comments")
          ul.li { $0.a(.href(first), text: words.firstComments) }
        }
        if let next = threads.next {
          let query = "?\(CommentThreads.parameter)=\(next)#comments"
          let more = Address(path: guest.address.text + query)
          ul.li { $0.a(.href(more), text: words.moreComments) }
        }
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
    li.details([.class("answering")] + (isReturned ? [.open] : [])) { details in
      details.summary { summary in
        summary.text(words.answer)
        summary.span(.class("unseen"), text: " " + words.answerTo(comment.author))
      }
      write(state, words.postAnswer, answers: comment.id, to: &details)
    }
  }

  private func isAnswerToNothing(_ form: FormState) -> Bool {
    form["parentId"] != nil
      && !threads.threads.contains {
        !$0.comment.isDeleted && CommentFormNames.answer(to: $0.comment.id) == form.name
      }
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
