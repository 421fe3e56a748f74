import Accounts
import Console
import HTTP
import Links
import MariaDB
import Primitives
import Repeats
import Security

// How the tasks of a page are changed together.

extension Jobs {
  /// Adds the tasks that were pasted, one a line: all of them, or none. The same form sent twice adds
  /// them once.
  ///
  /// - Parameter again: asks who is there once more.
  func addTasks(
    to id: UUID, _ submission: Submission, again: @escaping Again
  ) throws -> Response {
    let visit = submission.visit
    return try submission.answer("add") {
      _ = try manageable(id, as: visit.member, visit.context, "job.tasks_added")
      var sent = submission.form
      let once = sent.take(FormState.onceField)
      let repeatKey = try RepeatKey(
        once, caller: visit.member.caller, route: "job_pages.add_tasks",
        body: SHA256.hash(Array(id.text.utf8) + sent.digest.bytes))
      let pasted = try sent.read { fields in
        if !fields.has(PastedTasks.name) {
          fields.refuse(PastedTasks.name, "required", "is required")
        }
        return PastedTasks(&fields)
      }
      _ = try add(
        try pasted.spooled(in: spoolDirectory), to: id, once: repeatKey, visit.member,
        visit.context, again: again)
      return visit.redirect(
        to: LocalPath("\(JobPagesRoute.job(id).path)#tasks") ?? .root, saying: .tasksAdded)
    } orElse: { state in
      try JobPage(id, visit, self).response(JobPage.Forms(add: state))
    }
  }

  /// Sets the status of the tasks that were ticked: of all of them, or of none.
  func setTaskStatus(of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("status") {
      var form = submission.form
      let chosen = form.fields.filter { $0.name == "task" }.map { UUID($0.value) }
      _ = form.take("task")
      let change = try form.read { fields in
        if chosen.isEmpty { fields.refuse("status", "none_chosen", "needs a task") }
        if chosen.count > TaskPage.usualLimit || chosen.contains(nil) {
          fields.refuse("task", "not_allowed", "must be tasks of one page")
        }
        return TaskChange(status: &fields)
      }
      _ = try self.change(
        Set(chosen.compactMap { $0 }).sorted(), of: id, change, visit.member, visit.context)
      // The address of the form brings along what the page was asked for.
      let query = visit.context.request.query
      let page = JobPagesRoute.job(id).path + (query.isEmpty ? "" : "?\(query)") + "#tasks"
      return visit.redirect(to: LocalPath(page) ?? .root, saying: .tasksChanged)
    } orElse: { state in
      try JobPage(id, visit, self).response(JobPage.Forms(status: state))
    }
  }
}
