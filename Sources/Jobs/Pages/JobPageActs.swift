import Console
import HTTP
import Language
import Primitives

// What members do to a job as a whole on its page, and the pages that ask before.

extension Jobs {
  /// `GET …/cancel`, `…/restart`, `…/delete`: what will happen, and what not.
  func confirm(_ step: JobPagesRoute.Step, of id: UUID, _ visit: Visit) throws -> Response {
    let job = try managedJob(id, for: visit)
    switch step {
    case .cancel: try job.require(.cancel)
    case .restart: try job.require(.restart)
    case .delete: break
    }
    let words = visit.phrases.jobPage
    let (title, text, action) =
      switch step {
      case .cancel: (words.cancelTitle, words.cancelText, words.cancelJob)
      case .restart: (words.restartTitle, words.restartText, words.restartJob)
      case .delete: (words.deleteTitle, words.deleteText, words.deleteJob)
      }
    return visit.confirmation(
      Confirmation(
        title: title(job.title), text: text, action: action,
        path: JobPagesRoute.step(id, step).address, back: JobPagesRoute.job(id).address),
      section: JobPagesRoute.jobs.address)
  }

  /// The same, done. What can't be, because somebody was quicker, is said on a page of its own.
  func take(_ step: JobPagesRoute.Step, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    switch step {
    case .cancel:
      _ = try cancel(id, visit.member, visit.context)
      return visit.redirect(to: JobPagesRoute.job(id).address, saying: .jobCancelled)
    case .restart:
      _ = try restart(id, visit.member, visit.context)
      return visit.redirect(to: JobPagesRoute.job(id).address, saying: .jobRestarted)
    case .delete:
      _ = try delete(id, visit.member, visit.context)
      return visit.redirect(to: JobPagesRoute.jobs.address, saying: .jobDeleted)
    }
  }

  /// `GET …/export`, `…/preview/export`: what the API answers members or guests, for a browser that is
  /// signed in.
  ///
  /// - Parameter again: asks who is there once more; throws when they may no longer.
  func export(
    _ id: UUID, for audience: Column.Audience, _ visit: Visit, again: @escaping Again
  ) throws -> Response {
    let database = visit.context.database
    let job = try visibleJob(id, to: visit.member, on: database)
    var response = try export(job, for: audience, visit.context) {
      try visibleJob(id, to: try again(database), on: database)
    }
    response.trace.account = visit.member.account
    return response
  }
}
