import Console
import HTML
import Language
import Primitives

/// What a client can say of a workspace: what it has not said already.
struct ConsentButtons {
  private let id: UUID
  private let name: String
  private let consent: ConsentWord
  private let visit: ClientVisit

  init(_ id: UUID, _ name: String, _ consent: ConsentWord, _ visit: ClientVisit) {
    self.id = id
    self.name = name
    self.consent = consent
    self.visit = visit
  }

  func write(to li: inout PageWriter) {
    let words = visit.phrases.clientPage
    let workspace = words.ofWorkspace(name)
    li.div(.class("row")) { row in
      if consent.canBeApproved {
        let path = ClientPagesRoute.workspace(id, .approve).address
        row.form(posting: Address(path), with: visit.proof) { form in
          form.button(.ariaLabel("\(words.approve) \(workspace)"), text: words.approve)
        }
      }
      if consent != .blocked {
        row.a(
          .class("button plain"), .href(Address(ClientPagesRoute.workspace(id, .block).address)),
          .ariaLabel("\(words.block) \(workspace)"), text: words.block)
      }
    }
  }
}

extension ConsentWord {
  /// Nil: of a workspace that has posted nothing.
  init(_ consent: Consent?) {
    self =
      switch consent {
      case .some(.none): .none
      case .pending: .pending
      case .approved: .approved
      case .blocked: .blocked
      case nil: .unlinked
      }
  }

  /// Whoever posts unasked need not be approved.
  fileprivate var canBeApproved: Bool {
    switch self {
    case .pending, .blocked, .unlinked: true
    case .none, .approved: false
    }
  }

  /// How it looks, as the style sheet names it.
  var style: String {
    switch self {
    case .none, .approved: "state active"
    case .pending: "state expired"
    case .blocked: "state revoked"
    case .unlinked: "quiet"
    }
  }
}
