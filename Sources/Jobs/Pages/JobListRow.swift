import Console
import HTML
import Language
import Links
import Primitives

/// A job in the list of them: how far it is, and what there is to its link.
struct JobListRow {
  let job: Job
  /// Its standing link, or the last one that ended.
  let link: ListedLink?
  /// Whether the member who looks at it manages it.
  let isManaged: Bool
  /// What the link opens with; nil for whoever doesn't manage it, and where it can't be shown.
  let url: String?
  /// Where to come back to after what a row's buttons do.
  let origin: LocalPath

  static func id(of job: UUID) -> String { "job-\(job)" }

  func write(in page: JobListPage, to ul: inout PageWriter) {
    ul.li(.class("card"), .id(Self.id(of: job.id))) { li in
      writeTitle(page, to: &li)
      JobProgress(job: job, phrases: page.phrases).write(to: &li)
      if page.query.isBin {
        writeRestore(page, to: &li)
      } else {
        writeLink(page, to: &li)
      }
    }
  }

  // MARK: The job

  private func writeTitle(_ page: JobListPage, to li: inout PageWriter) {
    li.div(.class("what")) { div in
      div.h2(.dir("auto")) { h2 in
        if page.query.isBin {
          h2.text(job.title)
        } else {
          h2.a(.href(Address(JobPagesRoute.job(job.id).address)), text: job.title)
        }
      }
      div.p(.class("quiet")) { p in
        p.text((page.query.isBin ? page.words.deleted : page.words.created) + " ")
        p.moment(job.deletedAt ?? job.createdAt)
      }
      guard let client = job.postedFor else { return }
      div.p { p in
        p.span(.class("quiet"), text: page.phrases.posting.postedFor + " ")
        p.span(.dir("auto"), text: client.companyName)
      }
    }
  }

  // MARK: Its link

  private func writeLink(_ page: JobListPage, to li: inout PageWriter) {
    li.div(.class("link")) { div in
      if link != nil || job.approval.isGiven { writeState(page, to: &div) }
      if !job.approval.isGiven {
        let words = page.phrases.posting
        div.p {
          $0.span(
            .class("state \(job.approval.style)"), text: words.approvals(job.approval.word))
        }
      }
      guard isManaged else { return }
      div.div(.class("row")) { row in
        switch link?.state {
        case .active: writeActive(page, to: &row)
        case .expired where link?.stands == true:
          writeGenerate(page, isPlain: true, to: &row)
          row.a(
            .class("button plain"), .href(Address(path: JobPagesRoute.job(job.id).path + "#link")),
            .ariaLabel("\(page.words.extend) \(page.words.ofJob(job.title))"),
            text: page.words.extend)
        default:
          if job.approval.isGiven { writeGenerate(page, isPlain: false, to: &row) }
        }
      }
    }
  }

  private func writeState(_ page: JobListPage, to div: inout PageWriter) {
    let words = page.words
    div.p { p in
      guard let link else { return p.span(.class("quiet"), text: words.noLink) }
      let text =
        switch link.state {
        case .active: words.linkActive
        case .expired: words.linkExpired
        case .revoked: words.linkRevoked
        }
      p.span(.class("state \(link.state.rawValue)"), text: text)
      p.text(" ")
      p.span(.class("quiet")) { span in
        switch (link.state, link.expiresAt) {
        case (.active, nil): span.text(words.neverExpires)
        case (.active, let instant?):
          span.text(words.daysLeft(link.daysLeft ?? 0) + " ")
          span.moment(instant)
        case (.expired, let instant?): span.moment(instant)
        default: break
        }
      }
    }
  }

  private func writeActive(_ page: JobListPage, to row: inout PageWriter) {
    let words = page.words
    if let url {
      row.copyButton(
        "link-\(job.id)", label: words.copyLink, of: words.ofJob(job.title),
        field: words.linkAddress, value: url, page.phrases.console)
    } else {
      row.p(.class("quiet"), text: words.addressGone)
    }
    if let link { writeRevoke(link, words, to: &row) }
  }

  private func writeRevoke(_ link: ListedLink, _ words: JobPhrases, to row: inout PageWriter) {
    let path = JobPagesRoute.link(job.id, link.id, .revoke).address(from: origin)
    row.a(
      .class("button plain"), .href(Address(path)),
      .ariaLabel("\(words.revoke) \(words.ofJob(job.title))"), text: words.revoke)
  }

  private func writeGenerate(_ page: JobListPage, isPlain: Bool, to row: inout PageWriter) {
    let path = JobPagesRoute.links(job.id).address(from: origin)
    row.form(posting: Address(path), with: page.visit.proof) { form in
      form.button(
        .class(isPlain ? "plain" : "soft"),
        .ariaLabel("\(page.words.generate) \(page.words.ofJob(job.title))"),
        text: page.words.generate)
    }
  }

  private func writeRestore(_ page: JobListPage, to li: inout PageWriter) {
    li.div(.class("link")) { div in
      guard isManaged else {
        return div.p(.class("quiet"), text: page.words.othersRestore)
      }
      let path = JobPagesRoute.restore(job.id).address
      div.div(.class("row")) { row in
        row.form(posting: Address(path), with: page.visit.proof) { form in
          form.button(
            .class("plain"), .ariaLabel("\(page.words.restore) \(page.words.ofJob(job.title))"),
            text: page.words.restore)
        }
        // Restored, the job would open its door again before anybody could close it.
        if let link, link.state == .active { writeRevoke(link, page.words, to: &row) }
      }
    }
  }
}
