import HTTP

/// What whoever operates the system asks: is it alive, can it work, what has it done.
enum OperationRoute: String, Route {
  case health = "/healthz"
  case readiness = "/readyz"
  case metrics = "/metrics"

  enum Operation: NamedOperation {
    case health
    case readiness
    /// Only from this machine.
    case metrics

    var name: StaticString {
      switch self {
      case .health: "operation.health"
      case .readiness: "operation.readiness"
      case .metrics: "operation.metrics"
      }
    }
  }

  init?(_ path: PathSegments) {
    var path = path
    guard let word = path.last(), let route = OperationRoute(rawValue: "/" + word) else {
      return nil
    }
    self = route
  }

  var path: String { rawValue }

  func operation(for method: HTTP.Method) -> Operation? {
    guard method == .get else { return nil }
    return switch self {
    case .health: .health
    case .readiness: .readiness
    case .metrics: .metrics
    }
  }
}
