import Accounts
import Console
import HTTP

// Members' pages of jobs: which of them answers to what.

extension Jobs {
  /// Asks the console who is there, and whether a form is theirs, before anything else.
  package func respond(
    to operation: JobPagesRoute.Operation, in console: Console, _ context: Context
  ) throws -> Response {
    switch operation {
    case .page(let page): try show(page, try console.visit(context))
    case .act(let act): try perform(act, try console.submission(context))
    }
  }

  private func show(_ page: JobPagesRoute.PageOperation, _ visit: Visit) throws -> Response {
    switch page {
    case .list: try showList(visit)
    case .new: NewJobPage(visit).response()
    case .job, .edit, .confirm, .export, .preview, .previewLink, .confirmRevocation, .askRotation:
      throw JobsError.notFound
    }
  }

  private func perform(_ act: JobPagesRoute.Act, _ submission: Submission) throws -> Response {
    switch act {
    case .create: try post(submission)
    case .restore(let id): try restore(id, submission)
    case .generateLink(let id): try generateLink(of: id, submission)
    case .revokeLink(let id, let link): try revokeLink(link, of: id, submission)
    case .edit, .take, .addTasks, .setExpiry, .rotateLink: throw JobsError.notFound
    }
  }
}
