import Clients
import Console
import HTML
import Language
import Primitives

/// A job in its client's list: who posted it, how far it is, and what the client can say to it.
struct ClientJobRow {
  let found: ClientJob
  let visit: ClientVisit
  /// The list as it is asked for.
  let here: LocalPath

  private var job: Job { found.job }
  private var words: DashboardPhrases { visit.phrases.dashboard }

  func write(to ul: inout PageWriter) {
    ul.li(.class("card"), .id("job-\(job.id)"), .knowsTag(String(job.version))) { li in
      li.div(.class("what")) { div in
        div.h2(.dir("auto")) { h2 in
          h2.a(.href(Address(ClientJobPagesRoute.job(job.id).address)), text: job.title)
        }
        div.p(.class("quiet")) { p in
          p.text("\(words.by) ")
          p.span(.dir("auto"), text: found.workspaceName)
          p.text(" · ")
          p.moment(job.createdAt)
        }
      }
      JobProgress(job: job, phrases: visit.phrases).write(to: &li)
      ClientWord(found: found, visit: visit, here: here).write(to: &li)
    }
  }
}

/// What a client has said to a job, and can say: always of the workspace that posted it, with whatever
/// else it posts.
struct ClientWord {
  let found: ClientJob
  let visit: ClientVisit
  /// The page that it stands on, to which its buttons lead back.
  let here: LocalPath

  func write(to li: inout PageWriter) {
    guard found.approval != .none else { return }
    let words = visit.phrases.dashboard
    li.div(.class("link")) { div in
      div.p { p in
        p.span(.class("state \(found.approval.style)"), text: words.approvals(found.approval.word))
      }
      guard found.approval != .approved else { return }
      div.div(.class("row")) { row in writeButtons(to: &row) }
    }
  }

  private func writeButtons(to row: inout PageWriter) {
    let words = visit.phrases.clientPage
    let (id, name) = (found.job.workspaceID, words.ofWorkspace(found.workspaceName))
    let approving = ClientPagesRoute.workspace(id, .approve).address(from: here)
    row.form(posting: Address(approving), with: visit.proof) { form in
      form.button(
        .class("soft"), .ariaLabel("\(words.approveWorkspace) \(name)"),
        text: words.approveWorkspace)
    }
    guard found.approval == .pending else { return }
    let blocking = ClientPagesRoute.workspace(id, .block).address(from: here)
    row.a(
      .class("button plain"), .href(Address(blocking)),
      .ariaLabel("\(words.blockWorkspace) \(name)"), text: words.blockWorkspace)
  }
}

extension ClientApproval {
  var word: ApprovalWord {
    switch self {
    case .none: .none
    case .pending: .pending
    case .approved: .approved
    case .refused: .refused
    }
  }

  /// How it looks, as the style sheet names it.
  var style: String {
    switch self {
    case .none, .approved: "active"
    case .pending: "expired"
    case .refused: "revoked"
    }
  }
}
