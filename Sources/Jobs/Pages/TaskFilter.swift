import HTML
import HTTP
import Language
import MariaDB
import Primitives

/// Where people say which tasks of a job to see, and in which order: links for each status, a form
/// that asks for a page, and what is asked for now.
struct TaskFilter {
  let job: Job
  /// Those that the reader sees.
  let columns: [Column]
  /// How many tasks there are like that, where it is known.
  let found: Int?
  let links: TaskLinks
  let phrases: Phrases

  private var query: TaskQuery { links.query }
  private var words: TaskSearchWords { phrases.search }

  func write(to section: inout PageWriter) {
    writeStatuses(to: &section)
    writeForm(to: &section)
    if query.isFiltered { writeFilters(to: &section) }
  }

  // MARK: Statuses

  /// With their numbers, as long as nothing else is asked for.
  private func writeStatuses(to section: inout PageWriter) {
    let statuses = JobTask.Status.allCases.filter { job.counts[$0] > 0 || query.status == $0 }
    guard statuses.count > 1 || query.status != nil else { return }
    section.nav(.class("statuses"), .ariaLabel(words.statuses)) { nav in
      nav.ul { ul in
        writeStatus(words.all, nil, job.visibleTasks, to: &ul)
        for status in statuses {
          writeStatus(phrases.taskStatus[status], status, job.counts[status], to: &ul)
        }
      }
    }
  }

  private func writeStatus(
    _ label: String, _ status: JobTask.Status?, _ count: Int, to ul: inout PageWriter
  ) {
    let address = links.page { $0.status = status }
    let isCurrent = query.status == status
    let showsCount = query.text == nil && query.conditions.isEmpty
    ul.li { li in
      li.a([.href(address), .nofollow] + (isCurrent ? [.ariaCurrent("true")] : [])) { a in
        a.text(label)
        guard showsCount else { return }
        a.text(" ")
        a.span { $0.text(decimal: count) }
      }
    }
  }

  // MARK: The form

  private func writeForm(to section: inout PageWriter) {
    section.form(asking: links.form, .class("find"), .role("search")) { form in
      if let status = query.status { form.hidden("status", status.rawValue) }
      if let limit = links.limit { form.hidden("limit", String(limit)) }
      for condition in query.conditions where !hasField(condition) {
        form.hidden(condition.name, condition.text)
      }
      form.div(.class("search")) { div in
        div.label(.for("q"), text: words.title)
        div.input(.search, .id("q"), .name("q"), .value(query.text ?? ""), .maxlength(200))
        div.button(text: words.search)
      }
      form.details { details in
        details.summary(text: words.filterAndSort)
        details.div(.class("fields")) { fields in
          for (index, column) in columns.enumerated() { write(column, index, to: &fields) }
          writeSort(to: &fields)
        }
        details.button(text: words.apply)
      }
    }
  }

  /// Conditions of other forms come by address only; the form carries them on.
  private func hasField(_ condition: TaskCondition) -> Bool {
    switch condition.column.kind {
    case .string, .boolean: condition.name == condition.column.parameter
    case .number, .datetime:
      condition.name == condition.column.parameter(.gte)
        || condition.name == condition.column.parameter(.lte)
    }
  }

  private func write(_ column: Column, _ index: Int, to fields: inout PageWriter) {
    switch column.kind {
    case .string, .boolean: writeExact(column, "c\(index)", to: &fields)
    case .number, .datetime: writeRange(column, to: &fields)
    }
  }

  private func writeExact(_ column: Column, _ id: String, to fields: inout PageWriter) {
    let name = column.parameter
    let value = query.conditions.first { $0.name == name }?.text ?? ""
    fields.div(.class("field")) { field in
      field.label(.for(id)) { label in
        label.span(.dir("auto"), text: column.label)
        if column.kind == .string { label.span(.class("quiet"), text: " (\(words.wholeText))") }
      }
      guard column.kind == .boolean else {
        return field.input(
          .text, .id(id), .name(name), .value(value), .dir("auto"),
          .maxlength(TaskInput.maximumValueBytes))
      }
      field.select(.id(id), .name(name)) { select in
        for (option, label) in [("", words.any), ("true", phrases.yes), ("false", phrases.no)] {
          select.option(option, isChosen: option == value, text: label)
        }
      }
    }
  }

  private func writeRange(_ column: Column, to fields: inout PageWriter) {
    fields.fieldset(.class("field")) { field in
      field.legend { legend in
        legend.span(.dir("auto"), text: column.label)
        guard column.kind == .datetime else { return }
        legend.span(.class("quiet")) { zone in
          zone.text(" (")
          zone.span(.namesZone, text: "UTC")
          zone.text(")")
        }
      }
      writeBound(words.from, column, .gte, to: &field)
      writeBound(words.to, column, .lte, to: &field)
    }
  }

  private func writeBound(
    _ label: String, _ column: Column, _ relation: TaskCondition.Relation,
    to field: inout PageWriter
  ) {
    let name = column.parameter(relation)
    let value = query.conditions.first { $0.name == name }?.fieldText ?? ""
    field.label { box in
      box.span(.class("quiet"), text: label)
      box.input(
        column.kind == .number ? .number : .dateAndTime, .name(name), .value(value), .step("any"))
    }
  }

  // MARK: Order

  private func writeSort(to fields: inout PageWriter) {
    var keys: [(TaskSort.Key, String)] = [(.title, phrases.task), (.status, phrases.status)]
    keys += columns.map { (.column($0), $0.label) }
    keys += [(.startedAt, phrases.started), (.completedAt, phrases.finished)]
    keys.removeAll { !TaskSearch.allows($0.0, for: query, of: job) }
    fields.div(.class("field")) { field in
      field.label(.for("sort"), text: words.sortBy)
      field.select(.id("sort"), .name("sort")) { select in
        write(TaskSort(), words.inOrder, to: &select)
        write(TaskSort(.position, descending: true), words.descending(phrases.number), to: &select)
        for (key, label) in keys {
          write(TaskSort(key), words.ascending(label), to: &select)
          write(TaskSort(key, descending: true), words.descending(label), to: &select)
        }
      }
    }
  }

  private func write(_ sort: TaskSort, _ label: String, to select: inout PageWriter) {
    let value = sort == TaskSort() ? "" : sort.parameter
    select.option(value, isChosen: sort == query.sort, text: label)
  }

  // MARK: What is asked for now

  private func writeFilters(to section: inout PageWriter) {
    section.div(.class("filters"), .role("group"), .ariaLabel(words.filters)) { div in
      if let found {
        div.p(text: words.found(found, job.visibleTasks))
      }
      div.ul { ul in
        if let status = query.status {
          writeFilter(links.page { $0.status = nil }, to: &ul) {
            $0.text("\(phrases.status): \(phrases.taskStatus[status])")
          }
        }
        if let text = query.text {
          writeFilter(links.page { $0.text = nil }, to: &ul) {
            $0.text("\(phrases.task): “\(text)”")
          }
        }
        for condition in query.conditions {
          let address = links.page { $0.conditions.removeAll { $0 == condition } }
          writeFilter(address, to: &ul) { write(condition, to: &$0) }
        }
        let address = links.page { $0 = TaskQuery($0.sort) }
        ul.li { $0.a(.class("clear"), .href(address), .nofollow, text: words.clear) }
      }
    }
  }

  /// - Parameter address: of the page without this filter.
  private func writeFilter(
    _ address: Address, to ul: inout PageWriter, _ content: (inout PageWriter) -> Void
  ) {
    ul.li { li in
      li.a(.class("chip"), .href(address), .nofollow) { a in
        a.span(.class("unseen"), text: words.removeFilter + " ")
        a.span(.dir("auto"), content: content)
      }
    }
  }

  private func write(_ condition: TaskCondition, to span: inout PageWriter) {
    span.text("\(condition.column.label) \(condition.relation.sign) ")
    switch condition.value {
    case .instant(let instant): span.moment(instant)
    case .integer(let truth): span.text(truth == 1 ? phrases.yes : phrases.no)
    default: span.text(condition.text)
    }
  }
}

extension Column {
  /// What a value of it is asked for by.
  fileprivate var parameter: String { "attr[\(key)]" }

  fileprivate func parameter(_ relation: TaskCondition.Relation) -> String {
    "attr[\(key)][\(relation.rawValue)]"
  }
}

extension TaskCondition {
  /// As a field for numbers or for dates and times takes it; those have no zone, and mean UTC.
  fileprivate var fieldText: String {
    switch value {
    case .double(let number): Int(exactly: number).map(String.init) ?? String(number)
    case .instant(let instant): String(instant.iso8601.prefix { $0 != "." && $0 != "Z" })
    default: text
    }
  }
}

extension TaskCondition.Relation {
  /// For people, in whatever language.
  fileprivate var sign: String {
    switch self {
    case .eq: "="
    case .ne: "≠"
    case .lt: "<"
    case .lte: "≤"
    case .gt: ">"
    case .gte: "≥"
    }
  }
}
