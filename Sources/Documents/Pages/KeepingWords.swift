import Console
import HTML
import HTTP
import Language

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
        words.write(visit.phrases.console.kept, to: &main)
        main.p(.class("next")) { p in
          p.a(
            .href(Address(DocumentPagesRoute.documents.address)), text: phrases.backToList)
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
