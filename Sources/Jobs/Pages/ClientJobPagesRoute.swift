import HTTP
import Primitives

/// The addresses of a client's pages of the jobs that are posted for it (seed 1). All of them speak
/// HTML, and are no part of the API.
package enum ClientJobPagesRoute: Route {
  case dashboard
  case job(UUID)
  case export(UUID)

  package enum Operation: Sendable {
    /// A page, or a file, for a client who is signed in.
    case page(PageOperation)
  }

  package enum PageOperation: Sendable {
    case dashboard
    case job(UUID)
    case export(UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("console"), path.take("client") else { return nil }
    if path.isAtEnd {
      self = .dashboard
      return
    }
    guard path.take("jobs"), let id = path.next().flatMap({ UUID($0) }) else { return nil }
    if path.isAtEnd {
      self = .job(id)
    } else if path.last() == "export" {
      self = .export(id)
    } else {
      return nil
    }
  }

  package var path: String {
    switch self {
    case .dashboard: "/console/client"
    case .job(let id): "/console/client/jobs/\(id)"
    case .export(let id): "/console/client/jobs/\(id)/export"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    guard method == .get else { return nil }
    return switch self {
    case .dashboard: .page(.dashboard)
    case .job(let id): .page(.job(id))
    case .export(let id): .page(.export(id))
    }
  }
}

extension ClientJobPagesRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .page(.dashboard): "client_job_pages.dashboard"
    case .page(.job): "client_job_pages.job"
    case .page(.export): "client_job_pages.export"
    }
  }
}
