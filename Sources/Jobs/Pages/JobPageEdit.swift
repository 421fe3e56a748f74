import Clients
import Console
import HTML
import HTTP
import Language
import Primitives

/// `/console/jobs/{id}/edit`: title, description, for whom it is posted, and what its columns are called
/// and who sees them.
struct JobEditPage {
  private let visit: Visit
  private let job: Job
  private let columns: [Column]
  private let state: FormState
  private let posting: PostingFields

  private var words: JobPagePhrases { visit.phrases.jobPage }
  private var consoleWords: ConsolePhrases { visit.phrases.console }

  /// - Parameter linked: the company that the connection ID in the form has turned out to lead to.
  ///
  /// Throws `notFound`, and `notAManager` for those who may only read.
  init(
    _ id: UUID, _ visit: Visit, _ jobs: Jobs, _ state: FormState = FormState("edit"),
    linked: String? = nil
  ) throws {
    self.visit = visit
    job = try jobs.managedJob(id, for: visit)
    posting = try PostingFields(visit, in: job.workspaceID, linked: linked)
    columns = try Column.stored(job.memberColumns, visit.context.reader)
    self.state = JobEditMarks.renewed(state, of: job, columns)
  }

  private var fields: [FormField] {
    [
      FormField(
        "title", words.title, length: 1...500, value: job.title, errors: meanwhile(job.title)),
      FormField(
        "description", words.description, .multiline(rows: 4), length: 0...10_000,
        isRequired: false, value: job.description ?? "", errors: meanwhile(job.description ?? "")),
    ]
  }

  /// Of a field that somebody else has changed too.
  private func meanwhile(_ now: String) -> [String: String] {
    [JobEditMarks.conflict: words.changedMeanwhile(now)]
  }

  /// For whom it is to be posted from now on.
  private var choice: FormField {
    let words = visit.phrases.posting
    let now = job.postedFor?.companyName ?? words.nobody
    var options = [(value: "", label: words.keep(now))]
    if job.postedFor != nil { options.append((value: JobEdit.nobody, label: words.nobody)) }
    options.append((value: JobEdit.client, label: words.anotherClient))
    return FormField(
      JobEdit.postedFor, words.client, .choice(options),
      hint: job.postedFor == nil ? nil : words.moveHint,
      errors: [JobEditMarks.conflict: visit.phrases.jobPage.changedMeanwhile(now)])
  }

  private func label(of column: Column) -> FormField {
    FormField(
      JobEdit.label(of: column), words.columnLabel(column.key), length: 1...100,
      value: column.label, errors: meanwhile(column.label))
  }

  func response() -> Response {
    visit.page(
      state.status, title: words.editTitle, section: JobPagesRoute.jobs.address,
      hasError: state.problem != nil
    ) { main in
      main.p(.class("kicker"), .dir("auto"), text: job.title)
      main.h1(text: words.editTitle)
      main.summary(of: state, fields + [choice] + posting.all + columns.map(label), consoleWords)
      main.form(
        posting: Address(JobPagesRoute.edit(job.id).address), with: visit.proof, .class("card")
      ) { form in
        form.defaultButton()
        JobEditMarks.write(in: state, of: job, columns, to: &form)
        for field in fields { form.field(field, in: state, consoleWords) }
        posting.write(in: state, to: &form) { $0.field(choice, in: state, consoleWords) }
        if !columns.isEmpty { writeColumns(to: &form) }
        form.div(.class("row")) { row in
          row.button(text: consoleWords.save)
          row.a(
            .class("button plain"), .href(Address(JobPagesRoute.job(job.id).address)),
            text: consoleWords.cancel)
        }
      }
    }
  }

  private func writeColumns(to form: inout PageWriter) {
    form.fieldset { fieldset in
      fieldset.legend(text: words.columns)
      fieldset.p(.class("hint"), text: words.columnsHint)
      for column in columns {
        fieldset.field(label(of: column), in: state, consoleWords)
        let name = JobEdit.isPublic(column)
        // A box that isn't ticked sends nothing: once the form has come back, it says so itself.
        let isOn = !state.isTyped ? column.isPublic : state[name] != nil
        fieldset.label(.class("tick")) { label in
          label.input(
            .checkbox, [.name(name), .value("true")] + (isOn ? [Attribute.checked] : []))
          label.text(words.columnIsPublic(column.key))
        }
      }
    }
  }
}

/// What the form of that page says.
struct JobEdit {
  private let title: String
  private let description: String?
  private let columns: [String: (label: String, isPublic: Bool)]
  /// Nil in the outer optional: as it is; in the inner: for nobody.
  private let wish: PostingWish??
  private let marks: JobEditMarks

  /// The field that says whether it is posted for somebody else, and its words beside none.
  static let postedFor = "posted_for"
  static let nobody = "nobody"
  static let client = "client"

  static func label(of column: Column) -> String { "label_\(column.key)" }
  static func isPublic(_ column: Column) -> String { "public_\(column.key)" }

  /// - Parameter known: the columns that the job has.
  init(_ fields: inout Fields, _ known: [Column]) throws {
    marks = JobEditMarks(&fields, known)
    title = fields.text("title", length: 1...500)
    description = fields.optionalText("description", length: 0...10_000, isMultiline: true)
    var columns: [String: (label: String, isPublic: Bool)] = [:]
    for column in known {
      columns[column.key] = (
        fields.text(Self.label(of: column), length: 1...100),
        fields.optionalBool(Self.isPublic(column)) ?? false
      )
    }
    self.columns = columns
    let word = fields.optionalText(Self.postedFor, length: 1...20)
    if let word, word != Self.nobody, word != Self.client {
      fields.refuse(Self.postedFor, "not_allowed", "must be one of the list")
    }
    let client = try fields.chosenClient(isWanted: word == Self.client)
    wish = word == nil ? nil : .some(client)
  }

  /// As a change of a job: only what its sender has changed, so that what somebody else has changed
  /// meanwhile stays, and nothing is recorded that wasn't done.
  ///
  /// Throws 409 `job_changed`, naming the fields that both have changed.
  func change(of job: Job, _ reader: JSONReader) throws -> JobChange {
    var merge = JobEditMarks.Merge(marks)
    let title = merge.wish("title", typed: title, now: job.title)
    let description = merge.wish(
      "description", typed: description ?? "", now: job.description ?? "")
    let old = try Column.stored(job.memberColumns, reader)
    let new = old.map { column in
      guard let typed = columns[column.key] else { return column }
      let isPublic = merge.wish(
        Self.isPublic(column), typed: String(typed.isPublic), now: String(column.isPublic))
      return Column(
        key: column.key,
        label: merge.wish(Self.label(of: column), typed: typed.label, now: column.label)
          ?? column.label, kind: column.kind,
        isPublic: isPublic == nil ? column.isPublic : typed.isPublic)
    }
    if wish != nil { merge.choose(Self.postedFor, now: JobEditMarks.client(of: job)) }
    try merge.finish()
    return JobChange(
      title: title, description: description.map { .some($0) }, columns: new == old ? nil : new,
      postedFor: wish)
  }
}

extension Jobs {
  func edit(_ id: UUID, _ submission: Submission) throws -> Response {
    let visit = submission.visit
    let job = try visibleJob(id, to: visit.member, on: visit.context.database)
    let known = try Column.stored(job.memberColumns, visit.context.reader)
    return try submission.answer("edit") {
      var sent = submission.form
      if sent.take(PostingFields.checkField) != nil, sent[JobEdit.postedFor] == JobEdit.client {
        let linked = try company(in: sent, for: job.workspaceID, visit)
        return try JobEditPage(
          id, visit, self, FormState("edit", holding: sent), linked: linked
        ).response()
      }
      let form = try sent.read { try JobEdit(&$0, known) }
      _ = try change(id, visit.member, visit.context) {
        try form.change(of: $0, visit.context.reader)
      }
      return visit.redirect(to: JobPagesRoute.job(id).address, saying: .jobChanged)
    } orElse: { state in
      try JobEditPage(id, visit, self, state).response()
    }
  }
}
