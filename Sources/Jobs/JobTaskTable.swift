import HTML
import HTTP
import Language
import Primitives

/// A page of tasks as members see them: all columns, and why a task failed.
struct JobTaskTable {
  let tasks: [JobTask]
  let view: TaskView
  let phrases: Phrases
  /// Whether each has a box to be ticked, of the name `task` and with the task's id.
  let isChoosable: Bool

  func write(to section: inout PageWriter) throws {
    // Scrolls sideways by itself when it is wider than a phone; so it must take the focus.
    try section.div(
      .class("scroll"), .role("region"), .ariaLabelledBy("tasks"), .tabindex(0)
    ) { region in
      try region.table { table in
        table.thead { $0.tr { writeHead(to: &$0) } }
        try table.tbody { tbody in
          for task in tasks { try tbody.tr { try writeRow(task, to: &$0) } }
        }
      }
    }
  }

  private func writeHead(to tr: inout PageWriter) {
    tr.th(.scope("col"), .class("number"), text: phrases.number)
    tr.th(.scope("col"), text: phrases.task)
    tr.th(.scope("col"), text: phrases.status)
    for column in view.columns {
      tr.th(.scope("col"), .class(column.kind.rawValue), .dir("auto"), text: column.label)
    }
  }

  private func writeRow(_ task: JobTask, to tr: inout PageWriter) throws {
    let title = String(decoding: task.title, as: UTF8.self)
    tr.td(.class("number")) { td in
      guard isChoosable else { return td.text(decimal: task.position) }
      td.label(.class("tick")) { label in
        label.input(
          .checkbox, .name("task"), .value(task.id.text),
          .ariaLabel(phrases.jobPage.chooseTask(title)))
        label.text(decimal: task.position)
      }
    }
    tr.th(.scope("row"), .dir("auto")) { th in
      th.text(title)
      guard !task.error.isEmpty else { return }
      th.div(.class("error"), .dir("auto"), text: String(decoding: task.error, as: UTF8.self))
    }
    tr.td { td in
      td.span(.class("status \(task.status.rawValue)"), text: phrases.taskStatus[task.status])
    }
    try view.withValues(task.attributes) { values in
      for (column, value) in zip(view.columns, values) {
        tr.td(.class(column.kind.rawValue), .dir("auto")) { td in
          TaskCell(column: column, phrases: phrases).write(value, to: &td)
        }
      }
    }
  }
}
