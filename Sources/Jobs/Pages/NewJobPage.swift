import Accounts
import Console
import HTML
import HTTP
import Language
import Links
import Primitives

/// `/console/jobs/new`: a job's title, what it is about, its first tasks and its columns.
struct NewJobPage {
  private let visit: Visit

  private var words: JobPhrases { visit.phrases.console.jobs }
  private var general: ConsolePhrases { visit.phrases.console }

  init(_ visit: Visit) {
    self.visit = visit
  }

  /// The form, for the workspace that it had when it comes back, or the one that is looked at.
  func response(_ state: FormState = FormState("job")) -> Response {
    guard let place = place(state) else {
      return visit.page(title: words.new, section: JobPagesRoute.jobs.address) { main in
        main.h1(text: words.new)
        main.instead(words.noWorkspace)
      }
    }
    let columns = NewJobForm.columnRows.map { columnFields($0) }
    let named = NewJobForm.columnRows.map { columnFields($0, "\(words.column($0)), ") }
    return visit.page(
      state.status, title: words.new, section: JobPagesRoute.jobs.address,
      hasError: state.problem != nil
    ) { main in
      main.h1(text: words.new)
      main.p(.class("lead"), .dir("auto"), text: words.newLead(place.workspace.name))
      main.summary(of: state, fields + named.joined(), general)
      main.form(
        posting: Address(JobPagesRoute.new.address), with: visit.proof, .class("wide")
      ) { form in
        form.hidden("workspace_id", place.workspace.id.text)
        // New with each page: what is sent twice is done once, what is corrected is another thing.
        form.hidden(NewJobForm.onceField, UUID.v7().text)
        for field in fields { form.field(field, in: state, general) }
        write(columns, state, to: &form)
        form.div(.class("row")) { row in
          row.button(text: words.post)
          row.a(
            .class("button plain"), .href(Address(JobPagesRoute.jobs.address)),
            text: general.cancel)
        }
      }
    }
  }

  private func place(_ state: FormState) -> Place? {
    let named = state["workspace_id"].flatMap { UUID($0) }
    return visit.session.places.first { $0.workspace.id == named } ?? visit.place
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

  // MARK: Columns

  private func write(_ columns: [[FormField]], _ state: FormState, to form: inout PageWriter) {
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
