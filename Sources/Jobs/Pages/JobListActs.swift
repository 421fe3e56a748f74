import Accounts
import Console
import HTTP
import Links
import Primitives

// The list of jobs, and what its buttons do. Each goes back to where it was pressed.

extension Jobs {
  /// `GET /console`. With `workspace`, goes to the list of that one, which is then remembered.
  func showList(_ visit: Visit) throws -> Response {
    let query = try JobListQuery(visit.context.request)
    if let workspace = query.workspace {
      return try visit.redirect(to: JobPagesRoute.jobs.address, enteringWorkspace: workspace)
    }
    guard let place = visit.place else {
      let words = visit.phrases.console.jobs
      return visit.noWorkspace(words, title: words.title, section: JobPagesRoute.jobs.address)
    }
    return try JobListPage(visit, self, at: place, query).response()
  }

  /// Ends a link, at once and for good; who was asked before, knows that. Of a deleted job too.
  func revokeLink(_ link: UUID, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    try managingLinks(
      of: id, as: visit.member, visit.context, "link.revoked",
      find: { try $0.restorableForUpdate($1) }
    ) { job, manager, transaction in
      try links.revoke(link.text, of: job.subject, by: manager, in: transaction)
    }
    return visit.redirect(to: try origin(of: visit, orJob: id), saying: .linkRevoked)
  }

  /// Takes a job out of the bin, and shows it.
  func restore(_ id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    _ = try restore(id, visit.member, visit.context)
    return visit.redirect(to: JobPagesRoute.job(id).address, saying: .jobRestored)
  }

  /// Where a button was pressed, or else the job's page.
  func origin(of visit: Visit, orJob id: UUID) throws -> LocalPath {
    try JobPagesRoute.origin(of: visit.context.request) ?? JobPagesRoute.job(id).address
  }
}
