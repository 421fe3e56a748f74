import Console
import HTML
import HTTP
import Language
import Primitives

/// The form with which a member finds tasks on a job's page: a GET, so that what was found has an
/// address.
struct JobTaskFinder {
  let job: Job
  let columns: [Column]
  let query: TaskPageQuery
  let phrases: Phrases

  private var words: JobPagePhrases { phrases.jobPage }

  func write(to section: inout PageWriter) {
    let state = FormState("find")
    section.form(
      asking: Address(path: JobPagesRoute.job(job.id).path + "#tasks"), .class("row find"),
      .role("search"), .ariaLabel(words.findTasks)
    ) { form in
      for field in fields { form.field(field, in: state, phrases.console) }
      form.button(.class("plain"), text: words.apply)
      if !query.isPlain {
        form.a(
          .class("button plain"), .href(Address(path: JobPagesRoute.job(job.id).path + "#tasks")),
          text: words.showAll)
      }
    }
  }

  private var fields: [FormField] {
    [
      FormField("status", phrases.status, .choice(statuses), value: query.value("status") ?? ""),
      FormField(
        "q", words.search, length: 1...200, isRequired: false, saysOptional: false,
        value: query.value("q") ?? ""),
      FormField("sort", words.order, .choice(orders), value: query.value("sort") ?? ""),
    ]
  }

  private var statuses: [(value: String, label: String)] {
    [("", words.anyStatus)]
      + JobTask.Status.allCases.map { status in
        (status.rawValue, "\(phrases.taskStatus[status]) (\(job.counts[status]))")
      }
  }

  private var orders: [(value: String, label: String)] {
    TaskOrderWord.allCases.map { ($0.rawValue, words.orders($0)) }
      + columns.flatMap { column in
        [false, true].map { descending in
          (
            "\(descending ? "-" : "")attr[\(column.key)]",
            words.orderByColumn(column.label, descending)
          )
        }
      }
  }
}
