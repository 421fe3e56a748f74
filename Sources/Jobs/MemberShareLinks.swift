import Accounts
import HTTP
import Links
import MariaDB
import Primitives
import Repeats
import Told

// How members manage the share link of a job.

extension Jobs {
  /// `POST /v1/jobs/{id}/share-links`: 201 when a link was made, 200 when an active one stands.
  func createShareLink(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    let (expiry, repeatKey) = try context.readOnce(
      "jobs.create_share_link", of: id.text, by: member.caller
    ) { ExpiryWish(&$0) }
    let (effect, issued) = try managingLinks(of: id, as: member, context, "link.created") {
      job, manager, transaction in
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        try job.requireApproval()
        let made = try links.createOrReturn(
          for: job.subject, expiry: expiry, by: manager, in: transaction)
        return Effect(made.isNew ? .created : .ok, resource: made.id)
      }
      return (effect, try links.issued(effect.resource ?? id, on: transaction))
    }
    return answer(effect.status, issued)
  }

  /// `GET /v1/jobs/{id}/share-links`.
  func showShareLink(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    let job = try visibleJob(id, to: member, on: context.database)
    let standing = try links.standing(for: job.subject, on: context.database)
    let history = try links.history(of: job.subject, on: context.database)
    let manages = job.isManaged(by: member)
    return Response.json { json in
      json.object { answer in
        answer.bool("exists", standing != nil)
        if let standing {
          if manages {
            write(standing, to: &answer)
          } else {
            answer.object("share_link") { standing.link.write(to: &$0, subject: "job_id") }
          }
        }
        answer.array("history", history) { array, link in
          array.object { link.writeEnded(to: &$0, subject: "job_id") }
        }
      }
    }
  }

  /// `PATCH /v1/jobs/{id}/share-links/{token}`: another expiry, or none; the address stays.
  func changeShareLink(
    _ id: UUID, _ token: String, _ member: Member, _ context: Context
  ) throws -> Response {
    let expiry = try Fields.read(context.request, with: context.reader, atMost: 64 << 10) {
      let wish = ExpiryWish(&$0)
      if wish == .unspecified {
        $0.refuse("expires_at", "required", "is required; null is for a link that never expires")
      }
      return wish
    }
    let issued = try managingLinks(of: id, as: member, context, "link.expiry_changed") {
      job, manager, transaction in
      try job.requireApproval()
      let link = try links.change(
        token, of: job.subject, to: LinkTermsChange(expiry: expiry), by: manager, in: transaction)
      return try links.issued(link, on: transaction)
    }
    return answer(.ok, issued)
  }

  /// `POST /v1/jobs/{id}/share-links/{token}/rotate`: a new token and address for the same link.
  ///
  /// A repeat is shown the link as it is then: with the token that the first call made, unless the
  /// link was rotated once more.
  func rotateShareLink(
    _ id: UUID, _ token: String, _ member: Member, _ context: Context
  ) throws -> Response {
    let (grace, repeatKey) = try context.readOnce(
      "jobs.rotate_share_link", of: "\(id)/\(token)/", by: member.caller, ShareLinks.grace)
    let issued = try managingLinks(of: id, as: member, context, "link.rotated") {
      job, manager, transaction in
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        let link = try links.rotate(
          token, of: job.subject, grace: grace, by: manager, in: transaction)
        return Effect(.ok, resource: link)
      }
      return try links.issued(effect.resource ?? id, on: transaction)
    }
    return answer(.ok, issued)
  }

  /// `DELETE /v1/jobs/{id}/share-links/{token}`: once the 204 is out, nobody gets in. Of a job that can
  /// be restored too, which would open its door again.
  func revokeShareLink(
    _ id: UUID, _ token: String, _ member: Member, _ context: Context
  ) throws -> Response {
    try managingLinks(
      of: id, as: member, context, "link.revoked", find: { try $0.restorableForUpdate($1) }
    ) { job, manager, transaction in
      try links.revoke(token, of: job.subject, by: manager, in: transaction)
    }
    return Response(.noContent)
  }

  // MARK: What became of a link

  /// `GET /v1/jobs/{id}/share-links/{token}/opens`: for all who see the job.
  func listOpens(
    _ id: UUID, _ token: String, _ member: Member, _ context: Context
  ) throws -> Response {
    let days = try LinkOpens.days(context.request)
    let job = try visibleJob(id, to: member, on: context.database)
    let opens = try links.opens(of: token, for: job.subject, days: days, on: context.database)
    return Response.json { json in json.object { opens.write(to: &$0) } }
  }

  /// `GET /v1/jobs/{id}/share-links/{token}/events`: for all who see the job.
  func listEvents(
    _ id: UUID, _ token: String, _ member: Member, _ context: Context
  ) throws -> Response {
    let request = try LinkEventsRequest(context.request)
    let job = try visibleJob(id, to: member, on: context.database)
    let page = try links.events(of: token, for: job.subject, request, on: context.database)
    return Response.json { json in json.object { page.write(to: &$0) } }
  }

  // MARK: Details

  /// `managing`, for what is done to a job's links.
  func managingLinks<Result>(
    of id: UUID, as member: Member, _ context: Context, _ action: StaticString,
    find: (JobsStore, UUID) throws -> Job? = { try $0.jobForUpdate($1) },
    _ work: (Job, LinkManager, Transaction) throws -> Result
  ) throws -> Result {
    let manager = LinkManager(
      account: member.account, actor: member.actor, addressPrefix: context.request.addressPrefix)
    return try managing(id, as: member, context, action, find: find) { job, transaction in
      try work(job, manager, transaction)
    }
  }

  private func answer(_ status: Status, _ issued: IssuedLink) -> Response {
    Response.json(status) { json in json.object { write(issued, to: &$0) } }
  }

  private func write(_ issued: IssuedLink, to answer: inout JSONWriter) {
    if let token = issued.token {
      answer.text("token", token)
      answer.text("url", site.baseURL + JobsRoute.sharedPage(token: token).path)
    }
    answer.object("share_link") { issued.link.write(to: &$0, subject: "job_id") }
  }
}

extension Jobs {
  /// Forgets the tokens of jobs' links that have been dead for the keep time, up to 1,000 of them.
  /// For housekeeping.
  ///
  /// - Parameter goesOn: asked before each.
  package func wipeDeadLinks(
    on database: MariaDB.Connection, while goesOn: () -> Bool = { true }
  ) throws {
    _ = try links.wipe(.job, chain: JobsStore.chain, on: database, while: goesOn)
  }

  /// Tells owners of jobs' links that are about to expire; see `ShareLinks.remind`. Of a deleted job
  /// nobody is told as long as it is. For housekeeping.
  package func remindOfExpiry(
    by told: Told, on database: MariaDB.Connection, while goesOn: () -> Bool = { true },
    puttingOff putOff: (UUID, any Error) -> Void
  ) throws {
    try links.remind(.job, chain: JobsStore.chain, on: database, while: goesOn, puttingOff: putOff)
    {
      reminder, transaction in
      guard let job = try JobsStore(database: transaction).job(reminder.subject) else {
        return false
      }
      try told.linkExpires(
        ExpiringLink(
          reminder, owner: job.createdBy, title: job.title,
          page: JobPagesRoute.job(job.id).address), in: transaction)
      return true
    }
  }
}

extension Job {
  var subject: Subject {
    Subject(kind: .job, id: id, workspaceID: workspaceID, chain: JobsStore.chain)
  }
}
