/// The addresses of one feature: read from a path, printed as one, from the same value.
///
/// An operation says in its type who may call it, so that a handler cannot be reached without
/// having asked.
package protocol Route {
  associatedtype Operation: NamedOperation

  /// Nil when the path is none of this feature's.
  init?(_ path: PathSegments)

  /// The path, escaped, without scheme and host.
  var path: String { get }

  /// What a method does here; nil → 405. HEAD is asked for as GET.
  func operation(for method: Method) -> Operation?
}

/// What a route does for a method.
package protocol NamedOperation: Sendable {
  /// As the log and the metrics name it.
  var name: StaticString { get }
}

extension Route {
  /// What `Allow` lists (RFC 9110 §10.2.1).
  package var allowedMethods: [Method] {
    Method.allCases.filter { operation(for: $0 == .head ? .get : $0) != nil }
  }

  /// The operation of a request; throws 405.
  package func operation(of request: Request) throws -> Operation {
    guard let method = request.effectiveMethod, let operation = operation(for: method) else {
      throw Problem.methodNotAllowed(allowedMethods)
    }
    return operation
  }
}
