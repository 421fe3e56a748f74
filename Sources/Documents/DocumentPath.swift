import HTTP
import Primitives

/// A path that names documents: an id in it that can't be read is noted, not passed over, so that the
/// caller is told which.
struct DocumentPath {
  private var rest: PathSegments
  /// The names of what can't be read, as they stand in `errors`.
  private(set) var unreadable: [String] = []

  init(_ path: PathSegments) {
    rest = path
  }

  var isAtEnd: Bool { rest.isAtEnd }

  mutating func take(_ literal: String) -> Bool { rest.take(literal) }

  /// The next segment as it is.
  mutating func next() -> String? { rest.next() }

  /// The next segment; zeros for what is no UUID, nil where there is no segment.
  mutating func id(_ name: String) -> UUID? {
    rest.next().map { id(of: $0, name) }
  }

  /// The same of a segment that was taken off before.
  mutating func id(of text: String, _ name: String) -> UUID {
    if let id = UUID(text) { return id }
    unreadable.append(name)
    return .zero
  }

  /// The next segment as a number from 1 on, alike.
  mutating func number(_ name: String) -> Int? {
    guard let text = rest.next() else { return nil }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(text), number > 0 {
      return Int(number)
    }
    unreadable.append(name)
    return 0
  }
}

extension Problem {
  /// About ids in a path: 400 `validation_failed` with their names.
  static func unreadable(_ fields: [String]) -> Problem {
    .invalid(
      fields.map { name in
        name == "version"
          ? FieldError(name, "not_a_number", "must be a whole number from 1 on")
          : FieldError(name, "not_a_uuid", "must be a UUID")
      })
  }
}
