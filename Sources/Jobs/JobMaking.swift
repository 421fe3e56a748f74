import Accounts
import Clients
import Console
import HTTP
import Links
import Primitives
import Repeats
import Security

// How a job comes to be, by the API or by the page for it.

extension Jobs {
  /// `POST /v1/jobs`.
  func create(
    _ member: Member, _ context: Context, again: @escaping Again
  ) throws -> Response {
    try context.request.requireJSON()
    let body = try context.request.body.collect(atMost: 1 << 20)
    let repeatKey = try RepeatKey(
      context.request, caller: member.caller, route: "jobs.create", body: SHA256.hash(body))
    let form = try Fields.read(body, with: context.reader) { try NewJobForm(&$0) }
    let (effect, found) = try make(form, once: repeatKey, member, context, again)
    var response = Response.json(
      effect.status, headers: [Header("Location", JobsRoute.job(found.id).path)]
    ) { json in
      json.object { found.writeForMember(to: &$0) }
    }
    response.trace.account = member.account
    return response
  }

  /// `POST /console/jobs/new`; the same form sent twice makes one job.
  ///
  /// - Parameter again: asks who is there once more.
  func post(_ submission: Submission, again: @escaping Again) throws -> Response {
    let (visit, member) = (submission.visit, submission.visit.member)
    return try submission.answer("job") {
      var sent = submission.form
      if sent.take(PostingFields.checkField) != nil, sent[NewJobForm.forClientField] != nil {
        return try showChecked(sent, visit)
      }
      let once = sent.take(FormState.onceField)
      let form = try sent.read { try NewJobForm(page: &$0) }
      let repeatKey = try RepeatKey(
        once, caller: member.caller, route: "job_pages.create", body: sent.digest)
      let job = try make(form, once: repeatKey, member, visit.context, again).job
      return visit.redirect(to: JobPagesRoute.job(job.id).address, saying: .jobMade)
    } orElse: { state in
      try NewJobPage(visit, state).response()
    }
  }

  /// The form as it was sent, with whom its connection ID leads to.
  private func showChecked(_ sent: Form, _ visit: Visit) throws -> Response {
    let workspace = try visit.member.membership(
      meant: sent["workspace_id"].flatMap { UUID($0) }
    ).workspaceID
    let linked = try company(in: sent, for: workspace, visit)
    return try NewJobPage(visit, FormState("job", holding: sent), linked: linked).response()
  }

  /// Makes a job in the workspace that is meant, with the tasks that came with it: all of it, or
  /// nothing.
  ///
  /// Throws 400 `workspace_required`, 404 for a workspace that isn't the member's, and what
  /// `RepeatKey.once` throws.
  private func make(
    _ form: NewJobForm, once repeatKey: RepeatKey?, _ member: Member, _ context: Context,
    _ again: @escaping Again
  ) throws -> (effect: Effect, job: Job) {
    let membership = try member.membership(meant: form.workspaceID)
    let id = UUID.v7()
    let first = try form.tasks?.spooled(in: spoolDirectory)
    let tasks = first.map {
      TaskImport(
        database: context.database, job: id, spool: $0, actor: member.actor,
        addressPrefix: context.request.addressPrefix, repeatKey: nil, ask: { _, _ in })
    }
    // Read once: a transaction may run again, a spool can't be walked back.
    let batch = try first?.makeReader().batch(PastedTasks.maximum)
    return try Clients.recordingRefusals(
      of: member, from: context.request, on: context.database
    ) {
      try context.database.transaction { transaction in
        let effect = try RepeatKey.once(repeatKey, in: transaction) {
          let job = NewJob(
            id: id, workspaceID: membership.workspaceID, createdBy: member.account,
            title: form.title, description: form.description, columns: form.columns,
            client: try client(
              form.wish, of: membership.workspaceID, member, context.request, in: transaction))
          try JobsStore(database: transaction).insert(job)
          // The new row's foreign key has waited for whoever was changing the workspace's members, and
          // keeps others from it: nobody who was sent away leaves a job behind that no heir was given.
          guard try again(transaction).membership(in: job.workspaceID) != nil else {
            throw AccountsError.unknownWorkspace
          }
          try record("job.created", on: job.id, member, context, in: transaction) {
            guard let client = job.client else { return }
            $0.uuid("client", client.id)
            $0.text("approval", client.approval.rawValue)
          }
          if let tasks, let batch, batch.count > 0 { _ = try tasks.add(batch, in: transaction) }
          return Effect(.created, resource: job.id)
        }
        // A repeat shows what it made, even if that was deleted since.
        let found = try JobsStore(database: transaction).made(effect.resource ?? id)
        guard let found, member.membership(in: found.workspaceID) != nil else {
          throw JobsError.notFound
        }
        return (effect, found)
      }
    }
  }
}
