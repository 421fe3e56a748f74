import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console/jobs/new`: a job's title, what it is about, for whom it is posted, its first tasks and its
/// columns. With `client`, the id of one that the workspace posts for already, the form begins with that
/// one.
struct NewJobPage {
  private let visit: Visit
  private let state: FormState
  /// Where the job is to be: the workspace that the form had when it comes back, or the one that is
  /// looked at; nil for whoever has none.
  private let place: Place?
  private let posting: PostingFields?

  private var words: JobPhrases { visit.phrases.console.jobs }
  private var postingWords: PostingPhrases { visit.phrases.posting }
  private var general: ConsolePhrases { visit.phrases.console }

  /// - Parameters:
  ///   - linked: the company that the connection ID in the form has turned out to lead to.
  ///   - client: the one that the form begins with.
  init(
    _ visit: Visit, _ state: FormState = FormState("job"), linked: String? = nil,
    client: UUID? = nil
  ) throws {
    self.visit = visit
    self.state = state
    let named = state["workspace_id"].flatMap { UUID($0) }
    place = visit.session.places.first { $0.workspace.id == named } ?? visit.place
    posting = try place.map {
      try PostingFields(visit, in: $0.workspace.id, linked: linked, chosen: client)
    }
  }

  func response() -> Response {
    guard let place, let posting else {
      return visit.noWorkspace(words, title: words.new, section: JobPagesRoute.jobs.address)
    }
    let columns = NewJobForm.columnRows.map { columnFields($0) }
    let named = NewJobForm.columnRows.map { columnFields($0, "\(words.column($0)), ") }
    return visit.page(
      state.status, title: words.new, section: JobPagesRoute.jobs.address,
      hasError: state.problem != nil
    ) { main in
      main.h1(text: words.new)
      main.p(.class("lead"), .dir("auto"), text: words.newLead(place.workspace.name))
      main.summary(of: state, fields + posting.all + named.joined(), general)
      main.form(
        posting: Address(JobPagesRoute.new.address), with: visit.proof, .class("wide")
      ) { form in
        form.defaultButton()
        form.hidden("workspace_id", place.workspace.id.text)
        form.once()
        form.field(fields[0], in: state, general)
        write(posting, to: &form)
        for field in fields.dropFirst() { form.field(field, in: state, general) }
        write(columns, to: &form)
        form.div(.class("row")) { row in
          row.button(text: words.post)
          row.a(
            .class("button plain"), .href(Address(JobPagesRoute.jobs.address)),
            text: general.cancel)
        }
      }
    }
  }

  private var fields: [FormField] {
    [
      FormField("title", words.jobTitle, length: 1...500),
      FormField(
        "description", words.description, .multiline(rows: 4), hint: words.descriptionHint,
        length: 0...10_000, isRequired: false),
      PastedTasks.field(words),
    ]
  }

  // MARK: For whom

  private func write(_ posting: PostingFields, to form: inout PageWriter) {
    // A box that isn't ticked sends nothing: once the form has come back, it says so itself.
    let isOn = !state.isTyped || state[NewJobForm.forClientField] != nil
    posting.write(in: state, to: &form) { fieldset in
      fieldset.field(
        FormField(
          NewJobForm.forClientField, postingWords.forClient, .tick,
          hint: postingWords.forClientHint, isRequired: false, value: isOn ? "true" : ""),
        in: state, general)
    }
  }

  // MARK: Columns

  private func write(_ columns: [[FormField]], to form: inout PageWriter) {
    let isUsed = columns.joined().contains { state.holds($0) }
    form.details([.class("columns")] + (isUsed ? [.open] : [])) { details in
      details.summary { summary in
        summary.text(words.columns)
        summary.span(.class("quiet"), text: " (\(general.optional))")
      }
      details.p(.class("hint"), text: words.columnsHint)
      for (index, fields) in columns.enumerated() {
        details.fieldset { fieldset in
          fieldset.legend(text: words.column(index + 1))
          for field in fields { fieldset.field(field, in: state, general) }
        }
      }
    }
  }

  /// - Parameter place: stands before each label, where the column's own heading doesn't.
  private func columnFields(_ row: Int, _ place: String = "") -> [FormField] {
    let types = ColumnTypeWord.allCases.map {
      (value: $0.rawValue, label: words.columnTypes($0))
    }
    return [
      FormField(
        NewJobForm.name(row, "label"), place + words.columnLabel, length: 1...100, isRequired: false
      ),
      FormField(NewJobForm.name(row, "type"), place + words.columnType, .choice(types)),
      FormField(
        NewJobForm.name(row, "public"), place + words.columnSeen,
        .choice([
          (value: "true", label: words.seenByAll), (value: "false", label: words.seenByMembers),
        ])
      ),
      FormField(
        NewJobForm.name(row, "key"), place + words.columnKey, hint: words.columnKeyHint,
        length: 1...64,
        isRequired: false),
    ]
  }
}

extension Jobs {
  /// `GET /console/jobs/new`.
  func showNew(_ visit: Visit) throws -> Response {
    var query = try Query(visit.context.request.query, toleratesOthers: true)
    let client = query.id("client")
    try query.finish()
    return try NewJobPage(visit, client: client).response()
  }
}
