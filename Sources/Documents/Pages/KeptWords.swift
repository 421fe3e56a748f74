import Console
import HTML
import HTTP
import Language
import Primitives

/// What somebody has typed for something that is not there any more: shown once more, so that they can
/// copy it.
struct KeptWords {
  private let parts: [(label: String, text: String)]

  /// - Parameter fields: of a form, by their names, with what they are called.
  init(of form: Form, _ fields: [(name: String, label: String)]) {
    parts = fields.compactMap { name, label in
      form[name].flatMap { $0.isEmpty ? nil : (label, $0) }
    }
  }

  var isEmpty: Bool { parts.isEmpty }

  func write(_ notice: Notice, to main: inout PageWriter) {
    guard !isEmpty else { return }
    main.section(.class("kept")) { section in
      section.h2(text: notice.title)
      section.p(text: notice.text)
      for (number, part) in parts.enumerated() {
        section.div(.class("field")) { div in
          div.label(.for("kept-\(number)"), text: part.label)
          div.textarea(
            .id("kept-\(number)"), .dir("auto"), .readonly, .autocomplete("off"),
            .rows(part.text.rows), text: part.text)
        }
      }
    }
  }
}

extension String {
  /// How high a field for it is: as it needs, as long as it leaves room for the rest of a page.
  fileprivate var rows: Int {
    let lines = utf8.count { $0 == UInt8(ascii: "\n") } + 1
    return min(max(lines, utf8.count / 60 + 1), 16)
  }
}

extension Documents {
  /// Does what a member's form with words in it asks. When what they were meant for is gone, says so, and
  /// shows them.
  func keeping(
    _ words: KeptWords, _ visit: Visit, _ body: () throws -> Response
  ) throws -> Response {
    do {
      return try body()
    } catch let error as DocumentsError where error.isGone && !words.isEmpty {
      let phrases = visit.phrases.documentPage
      guard let notice = phrases.problem(error.problem.code) else { throw error }
      return visit.page(
        error.problem.status, title: notice.title,
        section: DocumentPagesRoute.documents.address, hasError: true
      ) { main in
        main.notice(notice)
        words.write(phrases.kept, to: &main)
        main.p(.class("next")) { p in
          p.a(
            .href(Address(DocumentPagesRoute.documents.address)), text: phrases.backToDocuments)
        }
      }
    }
  }
}

extension DocumentsError {
  /// Whether it says that a thing isn't there any more.
  fileprivate var isGone: Bool {
    switch self {
    case .notFound, .commentNotFound: true
    default: false
    }
  }
}
