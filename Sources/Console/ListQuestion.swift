import HTTP
import Primitives

/// What the page of a list is asked for, and the addresses that ask the same again: what there is of one
/// kind, or with `deleted=true` what of it can be restored.
package struct ListQuestion {
  package let isBin: Bool
  /// Whether it asks for less than all of the list.
  package let isFiltered: Bool
  package let isFirstPage: Bool
  /// What is looked for, as it was typed.
  let text: String?
  /// The list's address, without parameters.
  private let path: String
  /// All but the cursor.
  private let parameters: [(name: String, value: String)]
  private let cursor: String?

  /// - Parameters:
  ///   - path: the list's address, without parameters.
  ///   - query: the page's, as it came: `q` and `cursor` are read off it.
  ///   - isBin: whether it asks for what can be restored.
  ///   - filters: what narrows the list beside `q`, by the parameters that say so.
  ///   - order: as the parameter `sort` names it; nil for the usual one.
  package init(
    _ path: String, _ query: Query, isBin: Bool, filters: [(name: String, value: String)] = [],
    order: String?
  ) {
    var query = query
    self.path = path
    self.isBin = isBin
    text = query.text("q")
    cursor = query.text("cursor")
    isFirstPage = cursor == nil
    isFiltered = text != nil || !filters.isEmpty
    parameters =
      Self.bin(isBin) + (text.map { [("q", $0)] } ?? []) + filters
      + (order.map { [("sort", $0)] } ?? [])
  }

  private static func bin(_ isBin: Bool) -> [(name: String, value: String)] {
    isBin ? [("deleted", "true")] : []
  }

  /// The whole list, of what is not deleted.
  var list: LocalPath { LocalPath(path, asking: []) }
  var bin: LocalPath { LocalPath(path, asking: Self.bin(true)) }
  /// The same list without its filters.
  var withoutFilter: LocalPath { LocalPath(path, asking: Self.bin(isBin)) }

  /// What is asked for, from the list's beginning or from a cursor on.
  func address(cursor: String? = nil) -> LocalPath { address(cursor, fragment: nil) }

  /// This very page, at one of its places.
  package func address(at fragment: String) -> LocalPath { address(cursor, fragment: fragment) }

  private func address(_ cursor: String?, fragment: String?) -> LocalPath {
    LocalPath(
      path, asking: parameters + (cursor.map { [("cursor", $0)] } ?? []), fragment: fragment)
  }
}
