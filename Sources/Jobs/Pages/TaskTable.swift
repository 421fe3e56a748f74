import HTML
import HTTP
import Language
import Primitives

/// A page of a job's tasks, in a table whose headings sort it. Members also read why a task failed.
struct TaskTable {
  let job: Job
  let tasks: [JobTask]
  let view: TaskView
  let links: TaskLinks
  let phrases: Phrases
  /// Whether each task has a box to be ticked, of the name `task` and with the task's id.
  var isChoosable = false

  func write(to section: inout PageWriter) throws {
    // Scrolls sideways by itself when it is wider than a phone; so it must take the focus.
    try section.div(
      .class("scroll"), .role("region"), .ariaLabelledBy("tasks"), .tabindex(0)
    ) { region in
      try region.table { table in
        table.thead { thead in thead.tr { writeHeadings(to: &$0) } }
        let attributes = RowAttributes(columns: view.columns)
        try table.tbody { tbody in
          for task in tasks { try writeRow(task, attributes, to: &tbody) }
        }
      }
    }
  }

  // MARK: Headings

  private func writeHeadings(to tr: inout PageWriter) {
    writeHeading(phrases.number, .position, [.class("number")], to: &tr)
    writeHeading(phrases.task, .title, [], to: &tr)
    writeHeading(phrases.status, .status, [], to: &tr)
    for column in view.columns {
      writeHeading(
        column.label, .column(column), [.class(column.kind.rawValue), .dir("auto")], to: &tr)
    }
  }

  /// A link, unless there are too many tasks to be sorted by this.
  private func writeHeading(
    _ label: String, _ key: TaskSort.Key, _ attributes: [Attribute], to tr: inout PageWriter
  ) {
    let sort = links.query.sort
    var attributes = [.scope("col")] + attributes
    if sort.key == key {
      attributes.append(.ariaSort(sort.descending ? "descending" : "ascending"))
    }
    tr.th(attributes) { th in
      guard TaskSearch.allows(key, for: links.query, of: job) else { return th.text(label) }
      let address = links.page { $0.sort = sort.turned(by: key) }
      th.a(.href(address), .nofollow, text: label)
    }
  }

  // MARK: Rows

  private func writeRow(
    _ task: JobTask, _ attributes: RowAttributes, to tbody: inout PageWriter
  ) throws {
    try tbody.tr { tr in
      tr.td(attributes.number) { td in
        if isChoosable { writeBox(of: task, to: &td) } else { td.text(decimal: task.position) }
      }
      tr.th(attributes.title) { th in
        task.title.withUnsafeBytes { th.text(utf8: $0) }
        guard view.audience == .member, !task.error.isEmpty else { return }
        th.div(.class("error"), .dir("auto")) { div in
          task.error.withUnsafeBytes { div.text(utf8: $0) }
        }
      }
      tr.td { td in
        td.span(attributes.status(task.status)) { $0.text(phrases.taskStatus[task.status]) }
      }
      try view.withValues(task.attributes) { values in
        for (index, column) in view.columns.enumerated() {
          tr.td(attributes.columns[index]) { write(values[index], in: column, to: &$0) }
        }
      }
    }
  }

  private func writeBox(of task: JobTask, to td: inout PageWriter) {
    let title = String(decoding: task.title, as: UTF8.self)
    td.label(.class("tick")) { label in
      label.input(
        .checkbox, .name("task"), .value(task.id.text),
        .ariaLabel(phrases.jobPage.chooseTask(title)))
      label.text(decimal: task.position)
    }
  }

  private func write(_ value: JSON?, in column: Column, to td: inout PageWriter) {
    guard let value, !value.isNull else { return }
    let isText: Void? = value.withText { text in
      let instant = column.kind == .datetime ? Instant(iso8601: text) : nil
      if let instant { td.text(instant, withSeconds: true) } else { td.text(utf8: text) }
    }
    if isText != nil { return }
    if let bool = value.bool { return td.text(bool ? phrases.yes : phrases.no) }
    var scalar: Bytes = []
    if value.appendScalar(to: &scalar) { scalar.withUnsafeBytes { td.text(utf8: $0) } }
  }
}

extension TaskSort {
  /// What a press of a heading makes of this order: ascending, then descending, then the job's own.
  fileprivate func turned(by key: Key) -> TaskSort {
    if self.key != key { return TaskSort(key) }
    return descending ? TaskSort() : TaskSort(key, descending: true)
  }
}

/// The attributes of a row's cells, which are the same in every row.
private struct RowAttributes {
  let number = AttributeSet(.class("number"))
  let title = AttributeSet(.scope("row"), .dir("auto"))
  private let statuses = JobTask.Status.allCases.map { status in
    (status, AttributeSet(.class("status \(status.rawValue)")))
  }
  private let unknown = AttributeSet()
  let columns: [AttributeSet]

  func status(_ status: JobTask.Status) -> AttributeSet {
    statuses.first { $0.0 == status }?.1 ?? unknown
  }

  init(columns: [Column]) {
    self.columns = columns.map { AttributeSet(.class($0.kind.rawValue), .dir("auto")) }
  }
}
