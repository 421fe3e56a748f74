import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// The part of a job's page that is about its share link (seed 0): how it stands, what can be done
/// with it, how often it was opened, and the links before it.
struct JobLinkSection {
  private let visit: Visit
  private let job: Job
  private let standing: IssuedLink?
  private let opens: LinkOpens?
  private let ended: [ShareLink]
  private let baseURL: String

  private var words: JobPagePhrases { visit.phrases.jobPage }
  private var consoleWords: ConsolePhrases { visit.phrases.console }
  private var manages: Bool { job.isManaged(by: visit.member) }

  /// Whose names `write` needs.
  var people: Set<UUID> {
    Set(ended.flatMap { [$0.createdBy, $0.endedBy] }.compactMap { $0 })
  }

  init(of job: Job, _ visit: Visit, _ jobs: Jobs) throws {
    let database = visit.context.database
    self.visit = visit
    self.job = job
    baseURL = jobs.site.baseURL
    standing = try jobs.links.standing(for: job.subject, on: database)
    opens = try standing.map {
      try jobs.links.opens(
        of: $0.link.id.text, for: job.subject, days: LinkOpensChart.days, on: database)
    }
    ended = try jobs.links.history(of: job.subject, on: database)
  }

  func write(_ forms: JobPage.Forms, _ names: [UUID: String], to main: inout PageWriter) {
    main.section(.class("link")) { section in
      section.h2(.id("link"), text: words.link)
      if let standing {
        writeState(standing.link, to: &section)
        if manages { writeControls(standing, forms, to: &section) }
      } else {
        // Whoever wanted to change one that is gone hears so.
        section.summary(of: forms.expiry, [], consoleWords)
        section.p(.class("lead"), text: words.noLink)
        if manages { writeFirst(forms.generate, to: &section) }
      }
      if !manages {
        // Whoever managed it when they were shown a form hears why it did nothing.
        section.summary(of: forms.generate, [], consoleWords)
        if standing != nil { section.summary(of: forms.expiry, [], consoleWords) }
        section.p(.class("quiet"), text: words.notManaging)
      }
      if let opens {
        LinkOpensChart(opens, consoleWords.links, isOwnSection: false).write(to: &section)
      }
      JobLinkHistory(
        links: ended, names: names, words: words, linkWords: consoleWords.links
      ).write(to: &section)
    }
  }

  /// The form for the first link; where the client has not agreed, why there is none.
  private func writeFirst(_ state: FormState, to section: inout PageWriter) {
    guard !job.approval.isGiven else {
      return writeGenerate(words.generate, nil, state, to: &section)
    }
    section.summary(of: state, [], consoleWords)
    if state.problem == nil {
      let code = job.approval == .pending ? "client_approval_pending" : "client_refused"
      if let notice = consoleWords.problem(code) {
        section.p { p in
          p.strong(text: notice.title + ". ")
          p.text(notice.text)
        }
      }
    }
    section.p(.class("next")) { p in
      p.a(.href(Address(JobPagesRoute.preview(job.id).address)), text: words.seePreview)
    }
  }

  // MARK: The one that stands

  private func writeState(_ link: ShareLink, to section: inout PageWriter) {
    let state = LinkStateWord(link.state)
    section.p { p in
      p.span(.class("status \(link.state.pill)"), text: consoleWords.links.states(state))
      p.text(" ")
      switch (link.state, link.expiresAt) {
      case (.active, let end?):
        p.text("\(words.worksUntil) ")
        p.moment(end)
        p.text(".")
      case (.expired, let end?):
        p.text("\(words.expiredSince) ")
        p.moment(end)
        p.text(".")
      default: p.text(words.neverExpires)
      }
    }
  }

  private func writeControls(
    _ issued: IssuedLink, _ forms: JobPage.Forms, to section: inout PageWriter
  ) {
    let link = issued.link
    let isActive = link.state == .active
    if let token = issued.token {
      let url = baseURL + JobsRoute.sharedPage(token: token).path
      section.copyField(
        "share-url", label: words.address, value: url, consoleWords, button: words.copyLink)
    } else {
      section.p(text: issued.isWiped ? words.addressForgotten : words.addressUnreadable)
    }
    section.div(.class("row steps")) { row in
      row.a(.class("button plain"), .href(address(of: link, .preview)), text: words.seePreview)
      if !issued.isWiped {
        row.a(.class("button plain"), .href(address(of: link, .rotate)), text: words.rotate)
      }
      row.a(.class("button plain"), .href(address(of: link, .revoke)), text: words.revoke)
    }
    if issued.isWiped {
      section.summary(of: forms.expiry, [], consoleWords)
    } else {
      writeExpiry(of: link, forms.expiry, to: &section)
    }
    if isActive {
      section.summary(of: forms.generate, [], consoleWords)
    } else {
      section.details(
        issued.isWiped || forms.generate.problem != nil ? [.open] : []
      ) { details in
        details.summary(text: words.generateNew)
        writeGenerate(words.generateNew, words.generateNewHint, forms.generate, to: &details)
      }
    }
  }

  private func address(of link: ShareLink, _ step: JobPagesRoute.LinkStep) -> Address {
    Address(JobPagesRoute.link(job.id, link.id, step).address)
  }

  // MARK: Forms

  private func writeExpiry(of link: ShareLink, _ state: FormState, to section: inout PageWriter) {
    let isExpired = link.state == .expired
    section.details(state.problem != nil || isExpired ? [.open] : []) { details in
      details.summary(text: isExpired ? words.extend : words.changeExpiry)
      writeForm(
        to: JobPagesRoute.link(job.id, link.id, .expiry), state, words.changeExpiryHint,
        isExpired ? words.extend : words.changeExpiry, isPlain: !isExpired, keeps: !isExpired,
        in: &details)
    }
  }

  private func writeGenerate(
    _ label: String, _ hint: String?, _ state: FormState, to section: inout PageWriter
  ) {
    writeForm(
      to: JobPagesRoute.links(job.id), state, hint, label, isPlain: standing != nil, in: &section)
    guard standing == nil else { return }
    section.p(.class("next")) { p in
      p.a(.href(Address(JobPagesRoute.preview(job.id).address)), text: words.seePreview)
    }
  }

  private func writeForm(
    to route: JobPagesRoute, _ state: FormState, _ hint: String?, _ label: String, isPlain: Bool,
    keeps: Bool = false, in section: inout PageWriter
  ) {
    let fields = ExpiryChoice.fields(consoleWords.links, keeps: keeps)
    section.summary(of: state, fields, consoleWords)
    section.form(
      posting: Address(route.address), with: visit.proof, .class("card expiry"),
      .saysZone(consoleWords.links.yourZone)
    ) { form in
      if let hint { form.p(.class("hint"), text: hint) }
      for field in fields { form.field(field, in: state, consoleWords) }
      form.button(.class(isPlain ? "plain" : "first"), text: label)
    }
  }
}
