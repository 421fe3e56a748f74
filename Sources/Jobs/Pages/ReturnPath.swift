import Accounts
import Console
import HTTP
import Primitives

// Where to after what can be done from more than one page: the list as it was, or the job.

extension JobPagesRoute {
  /// The parameter that says so; its value is believed only where it names one of these pages.
  private static let parameter = "from"

  /// The address of a step that leads back to `path` when it is done, or given up.
  func address(from path: LocalPath) -> LocalPath {
    LocalPath("\(self.path)?\(Self.parameter)=\(PercentEncoding.encode(path.text))") ?? address
  }

  /// The page that a request came from by its own words: the list or a job's page; nil for any
  /// other, wherever it would lead.
  static func origin(of request: Request) throws -> LocalPath? {
    var query = try Query(request.query, toleratesOthers: true)
    guard let text = query.text(parameter), text.utf8.count <= 2_048, let path = LocalPath(text),
      let segments = PathSegments(String(path.text.prefix { $0 != "?" && $0 != "#" }))
    else { return nil }
    switch JobPagesRoute(segments) {
    case .jobs, .job: return path
    default: return nil
    }
  }
}
