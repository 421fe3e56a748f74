import HTML
import HTTP
import Language
import Primitives

/// What stands where a job's tasks can't: the rest of the address, which some way of sending it may
/// have mangled, can't be used. Says what that is, and leads back.
struct TaskRefusal {
  let problem: Problem
  let place: TaskPlace
  /// Those that the reader sees.
  let columns: [Column]
  let phrases: Phrases
  private let notice: Notice
  private let unsorted: Address?

  var title: String { notice.title }

  /// Nil for other problems, which have a page of their own everywhere.
  init?(
    _ problem: Problem, of request: Request, at place: TaskPlace, _ columns: [Column],
    _ phrases: Phrases
  ) {
    switch problem.code {
    case "validation_failed": notice = phrases.badSearch
    case "too_many_to_sort": notice = phrases.tooManyToSort
    case "too_many_to_filter": notice = phrases.tooManyToFilter
    default: return nil
    }
    self.problem = problem
    self.place = place
    self.columns = columns
    self.phrases = phrases
    unsorted =
      problem.code == "too_many_to_sort"
      ? Self.unsortedAddress(of: request, at: place, columns) : nil
  }

  /// What it is, and what can't be used.
  func write(to section: inout PageWriter) {
    section.p(text: notice.text)
    writeFields(to: &section)
  }

  func writeWaysOn(to section: inout PageWriter) {
    section.div(.class("pages")) { div in
      div.ul { ul in
        if let unsorted {
          ul.li { $0.a(.href(unsorted), text: phrases.search.showUnsorted) }
        }
        ul.li { $0.a(.href(place.whole), text: phrases.search.showAll) }
      }
    }
  }

  /// The same tasks in their own order.
  private static func unsortedAddress(
    of request: Request, at place: TaskPlace, _ columns: [Column]
  ) -> Address? {
    guard let wanted = try? TaskLinks.request(request, columns), wanted.query.isFiltered
    else { return nil }
    return TaskLinks(place, wanted).page { $0.sort = TaskSort() }
  }

  private func writeFields(to section: inout PageWriter) {
    var names: [String] = []
    for field in problem.fields {
      let name = name(of: field.field)
      if !names.contains(name) { names.append(name) }
    }
    guard !names.isEmpty else { return }
    section.p(text: phrases.search.unusable)
    section.ul { ul in
      for name in names { ul.li(.dir("auto"), text: name) }
    }
  }

  /// As the page calls it; a column that isn't there, as the address does.
  private func name(of field: String) -> String {
    switch field {
    case "status": phrases.status
    case "q": phrases.search.title
    case "sort": phrases.search.sortBy
    case "cursor", "limit": phrases.pages
    default:
      columns.first { $0.key == AttributeName(field)?.key }?.label ?? String(field.prefix(100))
    }
  }
}
