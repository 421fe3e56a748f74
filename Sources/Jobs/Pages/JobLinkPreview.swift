import Console
import HTML
import HTTP
import Language
import Links
import Primitives

// "See what they see": the guest's page of a job, shown to a member before it is shared, or after.

extension Jobs {
  /// `GET …/preview`: as a link would show the job, whether there is one or not. The same code writes
  /// it as for guests, from the same view; nothing is counted, for no door was opened.
  ///
  /// - Parameter link: the one that it is seen through, otherwise the one that stands; throws
  ///   `notFound` unless it is the job's.
  func preview(_ id: UUID, through link: UUID? = nil, _ visit: Visit) throws -> Response {
    let context = visit.context
    let job = try visibleJob(id, to: visit.member, on: context.database)
    let seen =
      try link.map { try self.link($0, of: job, on: visit) }
      ?? links.standing(for: job.subject, on: context.database)?.link
    let columns = try Column.stored(job.memberColumns, context.reader).seen(by: .guest)
    let request = try TaskLinks.request(context.request, columns)
    let frame = GuestFrame(
      site: site, for: context.request,
      banner: JobPreviewBanner(
        job: id, state: seen.map { LinkStateWord($0.state) } ?? .none,
        words: visit.phrases.jobPage
      ).write)
    let route = link.map { JobPagesRoute.link(id, $0, .preview) } ?? .preview(id)
    let place = TaskPlace(page: route.path, export: JobPagesRoute.previewExport(id).path)
    let tasks = try TaskSection(
      of: job, columns, request, for: .guest, at: place, context, lanes: lanes, frame.phrases)
    // Of one that doesn't open, the banner says what there is to say.
    let open = seen?.state == .active ? seen : nil
    var response = try SharedJobPage(
      job: job, expiry: open.map { LinkExpiry(expiresAt: $0.expiresAt, now: .now()) },
      tasks: tasks, source: nil, phrases: frame.phrases
    ).response(in: frame)
    response.trace.account = visit.member.account
    return response
  }

  private func link(_ link: UUID, of job: Job, on visit: Visit) throws -> ShareLink {
    let issued = try links.issued(link, on: visit.context.database)
    guard issued.link.subjectID == job.id else { throw ShareLinkError.notFound }
    return issued.link
  }
}

/// Says above the guest's page that it is a preview, and what guests see at the moment.
struct JobPreviewBanner: Sendable {
  let job: UUID
  let state: LinkStateWord
  let words: JobPagePhrases

  @Sendable func write(to body: inout PageWriter) {
    body.aside(.class("preview"), .ariaLabel(words.preview)) { aside in
      aside.p { p in
        p.strong(text: "\(words.preview). ")
        p.text(words.previewText(state))
      }
      aside.p { $0.a(.href(Address(JobPagesRoute.link(of: job))), text: words.backToJob) }
    }
  }
}
