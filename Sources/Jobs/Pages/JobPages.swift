import Accounts
import Console
import HTTP
import Primitives

// Members' pages of jobs: which of them answers to what.

extension Jobs {
  /// Asks the console who is there, and whether a form is theirs, before anything else.
  package func respond(
    to operation: JobPagesRoute.Operation, in console: Console, _ context: Context
  ) throws -> Response {
    switch operation {
    case .page(let page):
      try show(page, try console.visit(context)) { try console.member(context, on: $0) }
    case .act(let act):
      try perform(act, try console.submission(context)) { try console.member(context, on: $0) }
    }
  }

  /// - Parameter again: asks who is there once more, for what takes long.
  private func show(
    _ page: JobPagesRoute.PageOperation, _ visit: Visit, again: @escaping Again
  ) throws -> Response {
    switch page {
    case .list: try showList(visit)
    case .clients: try ClientsPage(visit, self).response()
    case .new: try showNew(visit)
    case .job(let id): try JobPage(id, visit, self).response()
    case .edit(let id): try JobEditPage(id, visit, self).response()
    case .confirm(let id, let step): try confirm(step, of: id, visit)
    case .export(let id): try export(id, for: .member, visit, again: again)
    case .preview(let id): try preview(id, visit)
    case .exportPreview(let id): try export(id, for: .guest, visit, again: again)
    case .previewLink(let id, let link): try preview(id, through: link, visit)
    case .confirmRevocation(let id, let link): try confirmRevocation(of: link, of: id, visit)
    case .askRotation(let id, let link): try askRotation(of: link, of: id, visit)
    case .back(let id): back(to: id, visit)
    }
  }

  /// The page of a job, as the address of its form asks for it.
  private func back(to id: UUID, _ visit: Visit) -> Response {
    let (page, query) = (JobPagesRoute.job(id), visit.context.request.query)
    return visit.redirect(
      to: LocalPath(page.path + (query.isEmpty ? "" : "?\(query)")) ?? page.address)
  }

  private func perform(
    _ act: JobPagesRoute.Act, _ submission: Submission, again: @escaping Again
  ) throws -> Response {
    switch act {
    case .create: try post(submission, again: again)
    case .checkConnection: try checkConnection(submission)
    case .restore(let id): try restore(id, submission)
    case .generateLink(let id): try generateLink(of: id, submission)
    case .revokeLink(let id, let link): try revokeLink(link, of: id, submission)
    case .edit(let id): try edit(id, submission)
    case .take(let id, let step): try take(step, of: id, submission)
    case .addTasks(let id): try addTasks(to: id, submission, again: again)
    case .setTaskStatus(let id): try setTaskStatus(of: id, submission)
    case .setExpiry(let id, let link): try setExpiry(of: link, of: id, submission)
    case .rotateLink(let id, let link): try rotateLink(link, of: id, submission)
    }
  }
}
