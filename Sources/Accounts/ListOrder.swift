import MariaDB

/// One of the orders that a list can have, read off an index: by a column, and among equals by the id,
/// in the same direction.
package struct ListOrder {
  /// Nil where the id alone says it: it sorts by the instant of its making.
  private let column: SQL?
  private let id: SQL
  private let isDescending: Bool

  /// - Parameters:
  ///   - column: as the list's query names it.
  ///   - id: the same of the id.
  package init(by column: SQL?, id: SQL, isDescending: Bool) {
    self.column = column
    self.id = id
    self.isDescending = isDescending
  }

  /// What stands behind ORDER BY.
  package var sql: SQL {
    guard let column else { return isDescending ? "\(id) DESC" : id }
    return isDescending ? "\(column) DESC, \(id) DESC" : "\(column), \(id)"
  }

  /// The condition for what comes behind a place, such that the index is entered there.
  package func isBehind(_ place: ListPlace) -> SQL {
    guard let column else {
      return isDescending ? "\(id) < \(place.tie)" : "\(id) > \(place.tie)"
    }
    return isDescending
      ? "\(column) <= \(place.value) AND (\(column) < \(place.value) OR \(id) < \(place.tie))"
      : "\(column) >= \(place.value) AND (\(column) > \(place.value) OR \(id) > \(place.tie))"
  }
}
