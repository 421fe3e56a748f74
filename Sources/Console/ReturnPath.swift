import HTTP
import Primitives

// Where to after what can be done from more than one page: the one that it was done on.

/// The parameter that says so; its value is believed only where it names one of our own pages.
private let parameter = "from"

extension Route {
  /// The address of a step that leads back to `path` when it is done, or given up.
  package func address(from path: LocalPath) -> LocalPath {
    LocalPath("\(self.path)?\(parameter)=\(PercentEncoding.encode(path.text))") ?? address
  }
}

extension Request {
  /// The page that a request came from by its own words; nil for any other than those that `isOne` of,
  /// wherever it would lead.
  package func origin(where isOne: (PathSegments) -> Bool) throws -> LocalPath? {
    var query = try Query(query, toleratesOthers: true)
    guard let text = query.text(parameter), text.utf8.count <= 2_048, let path = LocalPath(text),
      let segments = PathSegments(String(path.text.prefix { $0 != "?" && $0 != "#" })),
      isOne(segments)
    else { return nil }
    return path
  }
}
