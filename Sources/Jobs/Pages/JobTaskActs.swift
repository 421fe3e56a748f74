import Accounts
import Console
import HTTP
import MariaDB
import Primitives

// How the tasks of a page are changed together.

extension Jobs {
  /// As many as a page shows at most.
  private static let maximumChosen = 200

  /// Adds the tasks that were pasted, one a line: all of them, or none.
  func addTasks(to id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("add") {
      _ = try managedJob(id, for: visit)
      let pasted = try submission.form.read { fields in
        if !fields.has(PastedTasks.name) {
          fields.refuse(PastedTasks.name, "required", "is required")
        }
        return PastedTasks(&fields)
      }
      _ = try TaskImport(
        database: visit.context.database, job: id, spool: try pasted.spooled(in: spoolDirectory),
        actor: visit.member.actor, addressPrefix: visit.context.request.addressPrefix,
        repeatKey: nil
      ).run()
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
        if chosen.count > Self.maximumChosen || chosen.contains(nil) {
          fields.refuse("task", "not_allowed", "must be tasks of one page")
        }
        return TaskChange(status: &fields)
      }
      try visit.context.database.transaction { transaction in
        for task in Set(chosen.compactMap { $0 }).sorted() {
          _ = try self.change(
            task, of: id, change, visit.member, visit.context, in: transaction)
        }
      }
      // The address of the form brings along what the page was asked for.
      let query = visit.context.request.query
      let page = JobPagesRoute.job(id).path + (query.isEmpty ? "" : "?\(query)") + "#tasks"
      return visit.redirect(to: LocalPath(page) ?? .root, saying: .tasksChanged)
    } orElse: { state in
      try JobPage(id, visit, self).response(JobPage.Forms(status: state))
    }
  }
}
