import HTTP
import MariaDB
import Primitives

/// Which part of a list is wanted whose order is that of its keys: of ids, or of numbers that count up.
package struct ListedPage {
  /// What a list's keys are.
  package enum Key {
    case id, number
  }

  private let order: String
  private let size: Int
  /// The last of the page before.
  package let place: ListPlace?

  /// Reads `limit` (1 to 200, default 50) and `cursor`; what is wrong with them is noted.
  ///
  /// - Parameter order: names the list; a cursor of another is refused.
  package init(_ query: inout Query, of order: String, by key: Key) {
    self.order = order
    size = query.integer("limit", in: 1...200) ?? 50
    place = query.place("cursor", in: order) { place in
      switch (key, place.tie) {
      case (.id, .uuid), (.number, .integer): true
      default: false
      }
    }
  }

  /// The id that `place` names; nil on the first page, and in a list of numbers.
  package var lastID: UUID? { if case .uuid(let id) = place?.tie { id } else { nil } }

  /// How many to look for: one more than are shown, which says whether there are more.
  package var limit: Int { size + 1 }

  /// What is shown of those that were found.
  package func shown<Element>(of found: [Element]) -> ArraySlice<Element> { found.prefix(size) }

  /// The cursor of the next page; nil on the last one.
  package func next<Element>(after found: [Element], _ key: (Element) -> SQLValue) -> String? {
    guard found.count > size, let last = shown(of: found).last else { return nil }
    return ListPlace(value: .null, tie: key(last)).cursor(in: order)
  }
}
