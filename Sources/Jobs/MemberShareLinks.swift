import Accounts
import HTTP
import Links
import Primitives
import Security

// How members manage the share link of a job.

extension Jobs {
  /// `POST /v1/jobs/{id}/share-links`: 201 when a link was made, 200 when an active one stands.
  func createShareLink(_ id: UUID, _ member: Member, _ context: Context) throws -> Response {
    try context.request.requireJSON()
    let body = try context.request.body.collect(atMost: 64 << 10)
    let expiry = try Fields.read(body, with: context.reader) { ExpiryWish(&$0) }
    let repeatKey = try RepeatKey(
      context.request, caller: member.account, route: "jobs.create_share_link",
      body: SHA256.hash(Array(id.text.utf8) + body))
    let (effect, issued) = try context.database.transaction { transaction in
      // Asked of a repeat too: who manages the job no longer must not be shown its token again.
      let job = try managedJob(id, by: member, in: transaction)
      let effect = try RepeatKey.once(repeatKey, in: transaction) {
        let made = try links.createOrReturn(
          for: job.subject, expiry: expiry,
          by: (member.account, context.request.addressPrefix), in: transaction)
        return Effect(made.isNew ? .created : .ok, resource: made.id)
      }
      return (effect, try links.issued(effect.resource ?? id, on: transaction))
    }
    return Response.json(effect.status) { json in
      json.object { write(issued, to: &$0) }
    }
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
          array.object { link.write(to: &$0, subject: "job_id") }
        }
      }
    }
  }

  /// `DELETE /v1/jobs/{id}/share-links/{token}`: once the 204 is out, nobody gets in.
  func revokeShareLink(
    _ id: UUID, _ token: String, _ member: Member, _ context: Context
  ) throws -> Response {
    try context.database.transaction { transaction in
      let job = try managedJob(id, by: member, in: transaction)
      try links.revoke(
        token, of: job.subject, by: (member.account, context.request.addressPrefix),
        in: transaction)
    }
    return Response(.noContent)
  }

  private func write(_ issued: IssuedLink, to answer: inout JSONWriter) {
    if let token = issued.token {
      answer.text("token", token)
      answer.text("url", site.baseURL + JobsRoute.sharedPage(token: token).path)
    }
    answer.object("share_link") { issued.link.write(to: &$0, subject: "job_id") }
  }
}

extension Job {
  var subject: Subject {
    Subject(kind: .job, id: id, workspaceID: workspaceID, chain: JobsStore.chain)
  }

  /// Its creator, admins and the owner of its workspace manage a job; other members read it.
  func isManaged(by member: Member) -> Bool {
    guard let membership = member.membership(in: workspaceID) else { return false }
    return membership.managesEverything || createdBy == member.account
  }
}
