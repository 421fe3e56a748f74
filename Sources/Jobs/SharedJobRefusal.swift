import HTML
import HTTP
import Language
import Links
import Primitives

/// What stands where a shared job's tasks can't: its link opens, but the rest of the address, which
/// some way of sending it may have mangled, can't be used. Says what that is, and leads back.
struct SharedJobRefusal {
  let problem: Problem
  let place: SharedTaskPlace
  /// Those that a guest sees.
  let columns: [Column]
  let phrases: Phrases

  /// Other problems have a page of their own everywhere.
  var hasWords: Bool { notice != nil }

  private var notice: Notice? {
    switch problem.code {
    case "validation_failed": phrases.badSearch
    case "too_many_to_sort": phrases.tooManyToSort
    case "too_many_to_filter": phrases.tooManyToFilter
    default: nil
    }
  }

  /// With the status that the API gives.
  func response(to request: Request, in frame: GuestFrame) -> Response {
    let unsorted = problem.code == "too_many_to_sort" ? unsortedAddress(of: request) : nil
    return frame.page(problem.status) { main in
      main.section(.class("notice")) { section in
        section.h1(text: notice?.title ?? phrases.badRequest.title)
        section.p(text: notice?.text ?? phrases.badRequest.text)
        writeFields(to: &section)
        section.div(.class("pages")) { div in
          div.ul { ul in
            if let unsorted {
              ul.li { $0.a(.href(unsorted), text: phrases.search.showUnsorted) }
            }
            let whole = Address(path: place.page)
            ul.li { $0.a(.href(whole), text: phrases.search.showAll) }
          }
        }
      }
    }
  }

  /// The same tasks in their own order.
  private func unsortedAddress(of request: Request) -> Address? {
    guard let wanted = try? SharedTaskLinks.request(request, columns), wanted.query.isFiltered
    else {
      return nil
    }
    return SharedTaskLinks(place, wanted).page { $0.sort = TaskSort() }
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
