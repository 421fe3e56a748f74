import Accounts
import Console
import HTML
import HTTP
import Language
import MariaDB
import Primitives

/// The part of a document's page that is about guests who ask to write in it, for those who manage it:
/// those who wait, on request the answered ones too.
struct DocumentRequestSection {
  private let visit: Visit
  private let document: UUID
  private let requests: [EditRequest]
  /// How many wait for an answer, on whatever page of them.
  let waiting: Int
  private let showsAnswered: Bool
  private let isFirst: Bool
  /// Whether anybody has ever asked.
  private let isAsked: Bool
  /// The id of the request that the next page begins behind; nil on the last one.
  private let next: UUID?

  private static let limit = 20
  /// Names the request that a page begins behind.
  private static let parameter = "requests"
  private static let allOfThem = "asking=all"

  private enum Shown: String, CaseIterable {
    case waiting, all
  }

  private var words: DocumentPagePhrases { visit.phrases.documentPage }

  /// Whose names `write` needs.
  var people: Set<UUID> { Set(requests.compactMap(\.answeredBy)) }

  /// The requests that `asking` and `requests` in the query ask for: `all`, and the id of the last one
  /// before.
  init(of document: Document, _ visit: Visit, _ documents: Documents) throws {
    self.visit = visit
    self.document = document.id
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let after = query.id(Self.parameter)
    let shown = query.word("asking", Shown.self)
    // An answer that comes too late is shown what was answered before.
    showsAnswered = shown == .all || visit.context.request.method == .post
    try query.finish()
    isFirst = after == nil
    let found = try documents.requests(
      of: document.id, in: showsAnswered ? nil : .pending,
      after: after.map { ListPlace(value: .null, tie: .uuid($0)) }, limit: Self.limit + 1,
      visit.member, visit.context)
    requests = Array(found.prefix(Self.limit))
    next = found.count > Self.limit ? requests.last?.id : nil
    let store = EditRequestsStore(database: visit.context.database)
    waiting = try store.waiting(of: [document.id])[document.id] ?? 0
    isAsked = try !requests.isEmpty || store.hasAny(of: document.id)
  }

  func write(_ state: FormState, _ names: [UUID: String], to main: inout PageWriter) {
    guard isAsked || state.problem != nil else { return }
    main.section(.class("asking")) { section in
      section.h2(.id(DocumentPagesRoute.Part.requests.rawValue), text: words.requests)
      section.p(.class("quiet"), text: words.requestsText)
      section.summary(of: state, [], visit.phrases.console)
      if requests.isEmpty {
        section.p(text: words.noRequests)
      } else {
        section.ul(.class("cards")) { ul in
          for request in requests { write(request, names, to: &ul) }
        }
      }
      writePages(to: &section)
    }
  }

  private func write(
    _ request: EditRequest, _ names: [UUID: String], to ul: inout PageWriter
  ) {
    ul.li(.class("card")) { li in
      li.div { div in
        div.p { p in
          if let address = Address(url: "mailto:\(request.email)") {
            p.a(.class("tall"), .href(address), text: request.email)
          } else {
            p.strong(text: request.email)
          }
          p.text(" ")
          p.span(
            .class("status \(request.status.pill)"), text: words.requestStates(request.status.word))
        }
        if let message = request.message { div.p(.class("said"), .dir("auto"), text: message) }
        div.p(.class("quiet")) { p in
          p.moment(request.createdAt)
          guard let answeredAt = request.answeredAt else { return }
          p.text(" · \(words.requestStates(request.status.word)) ")
          p.moment(answeredAt)
          p.text(" \(words.by) ")
          p.span(
            .dir("auto"), text: request.answeredBy.flatMap { names[$0] } ?? words.somebody)
        }
      }
      if request.status == .pending { writeForm(request, to: &li) }
    }
  }

  private func writeForm(_ request: EditRequest, to li: inout PageWriter) {
    let route = DocumentPagesRoute.answer(request: request.id, of: document)
    li.form(posting: Address(route.address), with: visit.proof, .class("row")) { form in
      for (status, label) in [
        (EditRequest.Status.accepted, words.accept), (.declined, words.decline),
      ] {
        form.button(
          .class("plain"), .name("answer"), .value(status.rawValue),
          .ariaLabel("\(label) \(words.ofRequest(request.email))"), text: label)
      }
    }
  }

  private func writePages(to section: inout PageWriter) {
    section.p(.class("next")) { p in
      writePage(
        showsAnswered ? [] : [Self.allOfThem],
        showsAnswered ? words.hideAnswered : words.showAnswered, to: &p)
      let kept = showsAnswered ? [Self.allOfThem] : []
      if !isFirst { writePage(kept, words.firstRequests, to: &p) }
      if let next { writePage(kept + ["\(Self.parameter)=\(next)"], words.laterRequests, to: &p) }
    }
  }

  private func writePage(_ query: [String], _ label: String, to p: inout PageWriter) {
    let address = DocumentPagesRoute.part(.requests, of: document, asking: query)
    p.a(.href(Address(address)), text: label)
    p.text(" ")
  }
}

extension EditRequest.Status {
  fileprivate var word: EditRequestWord {
    switch self {
    case .pending: .pending
    case .accepted: .accepted
    case .declined: .declined
    }
  }

  /// As the style sheet calls the colour of its pill.
  fileprivate var pill: String {
    switch self {
    case .pending: "running"
    case .accepted: "completed"
    case .declined: "cancelled"
    }
  }
}
