import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import MariaDB
import Primitives

/// `/console/documents`: the documents of the workspace that a member looks at; with `deleted=true`
/// those that can be restored.
///
/// What can be asked for is what `GET /api/workspaces/{id}/documents` takes, and parameters without a
/// value, as forms send them, count as left out. A page is four round trips, whatever it shows.
struct DocumentListPage {
  private let visit: Visit
  private let query: DocumentListQuery
  private let documents: [Document]
  private let links: [UUID: Int]
  /// How many guests wait for an answer, of documents that the member manages.
  private let waiting: [UUID: Int]
  /// Of people, as far as the page speaks of them.
  private let names: [UUID: String]
  /// Where the next page begins; nil on the last one.
  private let next: String?
  private let problem: Problem?

  private var words: DocumentPagePhrases { visit.phrases.documentPage }

  /// Throws 400 for what can't be asked for.
  init(_ visit: Visit, at place: Place, _ query: DocumentListQuery) throws {
    self.visit = visit
    self.query = query
    let database = visit.context.database
    var (found, problem): ([Document], Problem?) = ([], nil)
    do {
      found = try DocumentSearch(
        workspace: place.workspace.id, query: query.wanted, database: database
      ).page()
    } catch DocumentsError.tooManyToFilter {
      problem = DocumentsError.tooManyToFilter.problem
    }
    self.problem = problem
    documents = Array(found.prefix(query.wanted.limit))
    next = found.count > documents.count ? documents.last.map(query.wanted.cursor) : nil
    links = try ShareLinks.activeCounts(of: documents.map(\.id), on: database)
    waiting = try EditRequestsStore(database: database).waiting(
      of: query.isBin ? [] : documents.filter { $0.isManaged(by: visit.member) }.map(\.id))
    names = try Accounts.names(
      of: Set(documents.flatMap { [$0.createdBy, $0.updatedBy] }), on: database)
  }

  func response() -> Response {
    ListFrame(
      query.question, words, new: DocumentPagesRoute.new.address,
      orders: DocumentOrderWord.allCases.map { ($0.rawValue, words.orders($0)) },
      order: query.wanted.order.rawValue
    ).page(of: documents, next: next, problem, visit, style: "jobs documents", write)
  }

  // MARK: A document

  private func write(_ document: Document, to ul: inout PageWriter) {
    ul.li(.class("card")) { li in
      li.div(.class("what")) { div in
        div.h2(.dir("auto")) { h2 in
          if query.isBin {
            h2.text(document.title)
          } else {
            h2.a(
              .href(Address(DocumentPagesRoute.document(document.id).address)),
              text: document.title)
          }
        }
        writeFacts(of: document, to: &div)
      }
      if query.isBin {
        writeRestore(document, to: &li)
      } else {
        writeLinks(of: document, to: &li)
      }
    }
  }

  private func writeFacts(of document: Document, to div: inout PageWriter) {
    div.p(.class("quiet")) { p in
      if let deletedAt = document.deletedAt {
        p.text("\(words.deleted) ")
        p.moment(deletedAt)
      } else {
        p.text("\(words.changed) ")
        p.moment(document.updatedAt)
        p.text(" \(words.by) ")
        p.span(.dir("auto"), text: names[document.updatedBy] ?? words.somebody)
      }
      p.text(" · \(words.author): ")
      p.span(.dir("auto"), text: names[document.createdBy] ?? words.somebody)
    }
  }

  private func writeLinks(of document: Document, to li: inout PageWriter) {
    let count = links[document.id] ?? 0
    li.div(.class("link")) { div in
      div.p { p in
        p.span(.class(count > 0 ? "state active" : "quiet"), text: words.activeLinks(count))
      }
      if let waiting = waiting[document.id] { write(waiting, of: document, to: &div) }
    }
  }

  private func write(_ waiting: Int, of document: Document, to div: inout PageWriter) {
    div.p { p in
      let part = DocumentPagesRoute.part(.requests, of: document.id)
      p.a(.class("tall"), .href(Address(part))) { a in
        a.text(words.waitingRequests(waiting))
        a.span(.class("unseen"), text: " \(words.ofDocument(document.title))")
      }
    }
  }

  private func writeRestore(_ document: Document, to li: inout PageWriter) {
    li.div(.class("link")) { div in
      guard document.isManaged(by: visit.member) else {
        return div.p(.class("quiet"), text: words.othersRestore)
      }
      let path = DocumentPagesRoute.restore(document.id).address
      div.form(posting: Address(path), with: visit.proof) { form in
        form.button(
          .class("plain"), .ariaLabel("\(words.restore) \(words.ofDocument(document.title))"),
          text: words.restore)
      }
    }
  }
}
