import Console
import HTML
import HTTP
import Language
import Links
import Primitives

// What members do with a job's link on its page, and the pages that ask before.

extension Jobs {
  /// Makes a job's link, or finds the one that stands. On the job's page its expiry is chosen with it;
  /// in the list it isn't.
  func generateLink(of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("generate") {
      let choice = try submission.form.read { fields in
        fields.has("expires") || fields.has("expires_at") ? ExpiryChoice(&fields) : nil
      }
      let isNew = try managingLinks(of: id, as: visit.member, visit.context, "link.created") {
        job, manager, transaction in
        try job.requireApproval()
        let expiry = choice?.wish(from: try links.now(on: transaction)) ?? .unspecified
        return try links.createOrReturn(
          for: job.subject, expiry: expiry, by: manager, in: transaction
        ).isNew
      }
      let origin = try JobPagesRoute.origin(of: visit.context.request)
      return visit.redirect(
        to: origin ?? JobPagesRoute.link(of: id), saying: isNew ? .linkMade : .linkStands)
    } orElse: { state in
      try JobPage(id, visit, self).response(JobPage.Forms(generate: state))
    }
  }

  /// Extends, shortens or removes a link's expiry.
  func setExpiry(of link: UUID, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("expiry") {
      let choice = try submission.form.read { ExpiryChoice(&$0) }
      try managingLinks(of: id, as: visit.member, visit.context, "link.expiry_changed") {
        job, manager, transaction in
        try job.requireApproval()
        let expiry = choice.wish(from: try links.now(on: transaction))
        _ = try links.change(
          link.text, of: job.subject, to: LinkTermsChange(expiry: expiry), by: manager,
          in: transaction)
      }
      return visit.redirect(
        to: JobPagesRoute.link(of: id), saying: choice == .asItIs ? nil : .linkExpiryChanged)
    } orElse: { state in
      try JobPage(id, visit, self).response(JobPage.Forms(expiry: state))
    }
  }

  /// Gives a link a new token; the old one stops at once, or after a grace.
  func rotateLink(_ link: UUID, of id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("rotate") {
      let grace = try submission.form.read(GraceChoice.read)
      try managingLinks(of: id, as: visit.member, visit.context, "link.rotated") {
        job, manager, transaction in
        _ = try links.rotate(
          link.text, of: job.subject, grace: grace, by: manager, in: transaction)
      }
      return visit.redirect(to: JobPagesRoute.link(of: id), saying: .linkRotated)
    } orElse: { state in
      try askRotation(of: link, of: id, visit, state)
    }
  }

  /// `GET …/rotate`: what a new address means, and how long the old one may go on.
  func askRotation(
    of link: UUID, of id: UUID, _ visit: Visit, _ state: FormState = FormState("rotate")
  ) throws -> Response {
    let job = try managedJob(id, for: visit)
    let words = visit.phrases.jobPage
    return visit.question(
      Question(
        title: words.rotateTitle, text: words.rotateText,
        field: GraceChoice.field(words.grace, words.graces), action: words.rotate,
        path: JobPagesRoute.link(id, link, .rotate).address, back: JobPagesRoute.job(id).address),
      state, section: JobPagesRoute.jobs.address
    ) { $0.p(.class("kicker"), .dir("auto"), text: job.title) }
  }

  /// `GET …/revoke`: what it ends, and what not. Of a deleted job too.
  func confirmRevocation(of link: UUID, of id: UUID, _ visit: Visit) throws -> Response {
    let found = try JobsStore(database: visit.context.database).made(id)
    guard let found, visit.member.membership(in: found.workspaceID) != nil else {
      throw JobsError.notFound
    }
    guard found.isManaged(by: visit.member) else { throw JobsError.notAManager }
    let words = visit.phrases.jobPage
    let route = JobPagesRoute.link(id, link, .revoke)
    let origin = try JobPagesRoute.origin(of: visit.context.request)
    return visit.confirmation(
      Confirmation(
        title: words.revokeTitle, text: words.revokeText, action: words.revoke,
        path: origin.map(route.address) ?? route.address,
        back: origin ?? JobPagesRoute.link(of: id)), section: JobPagesRoute.jobs.address)
  }

  /// A job for a page that only those see who manage it. Throws `notFound`, `notAManager`.
  func managedJob(_ id: UUID, for visit: Visit) throws -> Job {
    let job = try visibleJob(id, to: visit.member, on: visit.context.database)
    guard job.isManaged(by: visit.member) else { throw JobsError.notAManager }
    return job
  }
}

extension JobPagesRoute {
  /// Where a button stood that leads back: in the list as it was, or on a job's page.
  static func origin(of request: Request) throws -> LocalPath? {
    try request.origin { path in
      switch JobPagesRoute(path) {
      case .jobs, .job: true
      default: false
      }
    }
  }

  /// The part of a job's page that is about its link.
  static func link(of id: UUID) -> LocalPath {
    LocalPath("\(JobPagesRoute.job(id).path)#link") ?? .root
  }
}
