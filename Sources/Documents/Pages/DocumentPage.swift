import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console/documents/{id}`: a document as it reads, its share links, what is said about it, and who
/// asks to write in it.
struct DocumentPage {
  /// How the page's forms stand.
  struct Forms {
    var link = FormState("link")
    /// Of a comment, or of an answer to one, which then bears that one's id in its name.
    var comment = FormState("comment")
    var request = FormState("request")

    fileprivate var wrong: FormState? {
      [link, comment, request].first { $0.problem != nil }
    }
  }

  private let visit: Visit
  private let document: Document
  private let text: DocumentText
  private let links: DocumentLinkSection
  private let comments: DocumentCommentSection
  /// Nil for who doesn't manage the document.
  private let requests: DocumentRequestSection?
  /// Of people, as far as the page speaks of them.
  private let names: [UUID: String]

  private var words: DocumentPagePhrases { visit.phrases.documentPage }

  /// Throws `notFound` for a document of another workspace, 400 for a part of the page that can't be
  /// asked for.
  init(_ id: UUID, _ visit: Visit, _ documents: Documents) throws {
    let database = visit.context.database
    (document, text) = try documents.whole(id, for: visit.member, on: database)
    self.visit = visit
    links = try DocumentLinkSection(of: document, visit, documents)
    comments = try DocumentCommentSection(of: document, visit)
    requests =
      document.isManaged(by: visit.member)
      ? try DocumentRequestSection(of: document, visit, documents) : nil
    names = try Accounts.names(
      of: links.people.union(requests?.people ?? []).union([
        document.createdBy, document.updatedBy,
      ]), on: database)
  }

  func response(_ forms: Forms = Forms()) -> Response {
    let wrong = forms.wrong
    return visit.page(
      wrong?.status ?? .ok, title: document.title,
      section: DocumentPagesRoute.documents.address, hasError: wrong != nil,
      showsDocument: true
    ) { main in
      // Where there is no place for it: what only those may do who manage the document.
      if requests == nil {
        for form in [forms.link, forms.request] {
          main.summary(of: form, [], visit.phrases.console)
        }
      }
      writeHead(to: &main)
      main.document(text, words)
      links.write(forms.link, names, to: &main)
      comments.write(forms.comment, to: &main)
      requests?.write(forms.request, names, to: &main)
    }
  }

  private func writeHead(to main: inout PageWriter) {
    main.p(.class("kicker")) { p in
      p.a(.href(Address(DocumentPagesRoute.documents.address)), text: words.title)
    }
    main.h1(.dir("auto"), text: document.title)
    main.p(.class("quiet")) { p in
      p.text("\(words.versionNumber(document.version)) · \(words.changed) ")
      p.moment(document.updatedAt)
      p.text(" \(words.by) ")
      p.span(.dir("auto"), text: names[document.updatedBy] ?? words.somebody)
      p.text(" · \(words.author): ")
      p.span(.dir("auto"), text: names[document.createdBy] ?? words.somebody)
    }
    main.div(.class("row steps")) { row in
      writeStep(.edit(document.id), words.edit, to: &row)
      writeStep(.versions(document.id), words.versions, to: &row)
      if document.isManaged(by: visit.member) {
        writeStep(.delete(document.id), words.delete, to: &row)
      }
    }
    writeParts(to: &main)
  }

  private func writeStep(
    _ route: DocumentPagesRoute, _ label: String, to row: inout PageWriter
  ) {
    row.a(.class("button plain"), .href(Address(route.address)), text: label)
  }

  /// What stands below the text, which may be long.
  private func writeParts(to main: inout PageWriter) {
    let waiting = requests?.waiting ?? 0
    let parts: [(DocumentPagesRoute.Part, String)] =
      [
        (.links, words.links), (.comments, "\(words.comments) (\(document.commentCount))"),
      ] + (waiting > 0 ? [(.requests, "\(words.requests) (\(waiting))")] : [])
    main.nav(.class("parts"), .ariaLabel(words.parts)) { nav in
      nav.ul { ul in
        for (part, label) in parts {
          ul.li { $0.a(.href(Address(fragment: part.rawValue)), text: label) }
        }
      }
    }
  }
}
