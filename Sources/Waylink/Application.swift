import Accounts
import Albums
import Clients
import Console
import Documents
import FastCGI
import HTTP
import Jobs
import Links
import MariaDB
import Outbox
import Primitives

/// The root: finds whose an address is, asks who is calling, and turns every error into an answer.
///
/// One a thread, with the thread's own database connection and parser.
final class Application: Handler {
  private let services: Services
  private let database: MariaDB.Connection
  private let reader = JSONReader()
  /// Why the answer that is being streamed was cut off.
  private var streamFailure: (any Error)?

  init(_ services: Services) {
    self.services = services
    database = MariaDB.Connection(services.configuration.database)
  }

  func respond(to request: Request) -> Response {
    var trace = Trace()
    var response: Response
    do {
      response = watched(try dispatch(request, &trace), of: request)
      trace.account = response.trace.account ?? trace.account
      trace.link = response.trace.link ?? trace.link
    } catch {
      response = refusal(for: error, to: request, &trace)
    }
    response.trace = trace
    return response.withCommonHeaders(requestID: request.id)
  }

  func finished(_ request: Request, _ response: Response, _ outcome: Outcome) {
    var response = response
    if let streamFailure { response.trace.cause = String(describing: streamFailure) }
    streamFailure = nil
    services.metrics.count(response, outcome)
    Log.request(request, response, outcome)
  }

  func end() {
    database.close()
    Database.endThread()
  }

  /// Remembers why a stream fails: by then the head is out, and only the log can still say it.
  private func watched(_ response: Response, of request: Request) -> Response {
    guard case .stream(let stream) = response.body else { return response }
    var response = response
    response.body = .stream { [self] sink in
      do {
        try stream(sink)
      } catch {
        if let refusal = doorRefusal(in: error) { services.tally.refused(refusal, to: request) }
        if !(error is ClientGone) { streamFailure = error }
        throw error
      }
    }
    return response
  }

  // MARK: Routes

  private func dispatch(_ request: Request, _ trace: inout Trace) throws -> Response {
    guard let path = PathSegments(request.path) else { throw Problem.notFound }
    let context = Context(request: request, database: database, reader: reader)
    if let operation = try operation(at: path, as: JobsRoute.self, of: request, &trace) {
      return try respond(to: operation, context, &trace)
    }
    if let operation = try operation(at: path, as: DocumentsRoute.self, of: request, &trace) {
      return try respond(to: operation, context, &trace)
    }
    if let operation = try operation(at: path, as: DocumentLinksRoute.self, of: request, &trace) {
      return try respond(to: operation, context, &trace)
    }
    if let operation = try operation(at: path, as: CommentsRoute.self, of: request, &trace) {
      return try respond(to: operation, context, &trace)
    }
    if let operation = try operation(
      at: path, as: SharedDocumentPagesRoute.self, of: request, &trace)
    {
      return try services.documents.respond(to: operation, context)
    }
    if let response = try respondOfAlbums(at: path, context, &trace) { return response }
    if let operation = try operation(at: path, as: ClientsRoute.self, of: request, &trace) {
      return try respond(to: operation, context, &trace)
    }
    if let operation = try operation(at: path, as: AccountsRoute.self, of: request, &trace) {
      return try services.accounts.respond(to: operation, context)
    }
    if let operation = try operation(at: path, as: JobPagesRoute.self, of: request, &trace) {
      return try services.jobs.respond(to: operation, in: services.console, context)
    }
    if let operation = try operation(at: path, as: DocumentPagesRoute.self, of: request, &trace) {
      return try services.documents.respond(to: operation, in: services.console, context)
    }
    if let operation = try operation(at: path, as: ClientJobPagesRoute.self, of: request, &trace) {
      return try services.jobs.respond(
        to: operation, in: services.console, for: services.clients, context)
    }
    if let operation = try operation(at: path, as: ClientPagesRoute.self, of: request, &trace) {
      return try services.clients.respond(to: operation, in: services.console, context)
    }
    if let operation = try operation(at: path, as: ConsoleRoute.self, of: request, &trace) {
      return try services.console.respond(to: operation, context)
    }
    if let operation = try operation(at: path, as: OperationRoute.self, of: request, &trace) {
      return try respond(to: operation, request)
    }
    throw Problem.notFound
  }

  /// What a request asks for at an address of one feature; nil when it is none of its addresses.
  private func operation<Feature: Route>(
    at path: PathSegments, as feature: Feature.Type, of request: Request, _ trace: inout Trace
  ) throws -> Feature.Operation? {
    guard let route = feature.init(path) else { return nil }
    let operation = try route.operation(of: request)
    trace.route = operation.name
    return operation
  }

  /// Who is asking, for what only members may.
  private func member(_ context: Context, _ trace: inout Trace) throws -> Member {
    let member = try services.accounts.member(context.request, on: database)
    trace.account = member.account
    return member
  }

  /// Who is asking, for what every account may, and keys.
  private func identity(_ context: Context, _ trace: inout Trace) throws -> Identity {
    let identity = try services.accounts.identity(context.request, on: database)
    trace.account = identity.account
    return identity
  }

  /// Who is asking, for what only clients may.
  private func client(_ context: Context, _ trace: inout Trace) throws -> ClientAccount {
    let client = try services.accounts.client(context.request, on: database)
    trace.account = client.account
    return client
  }

  private func respond(
    to operation: JobsRoute.Operation, _ context: Context, _ trace: inout Trace
  ) throws -> Response {
    switch operation {
    case .guest(let operation):
      return try services.jobs.respond(to: operation, context)
    case .client(let operation):
      let client = try client(context, &trace)
      return try services.jobs.respond(to: operation, as: client, context)
    case .member(let operation):
      let member = try member(context, &trace)
      return try services.jobs.respond(to: operation, as: member, context) { [services] in
        try services.accounts.member(context.request, on: $0)
      }
    }
  }

  private func respond(
    to operation: ClientsRoute.Operation, _ context: Context, _ trace: inout Trace
  ) throws -> Response {
    switch operation {
    case .open(let operation):
      let response = try services.clients.respond(to: operation, context)
      trace.account = response.trace.account
      return response
    case .member(let operation):
      let member = try member(context, &trace)
      return try services.clients.respond(to: operation, as: member, context)
    case .client(let operation):
      let client = try client(context, &trace)
      return try services.clients.respond(to: operation, as: client, context)
    }
  }

  private func respond(
    to operation: DocumentsRoute.Operation, _ context: Context, _ trace: inout Trace
  ) throws -> Response {
    switch operation {
    case .member(let operation):
      let member = try member(context, &trace)
      return try services.documents.respond(to: operation, as: member, context)
    }
  }

  private func respond(
    to operation: DocumentLinksRoute.Operation, _ context: Context, _ trace: inout Trace
  ) throws -> Response {
    switch operation {
    case .guest(let operation):
      return try services.documents.respond(to: operation, context)
    case .member(let operation):
      let member = try member(context, &trace)
      return try services.documents.respond(to: operation, as: member, context)
    }
  }

  private func respond(
    to operation: CommentsRoute.Operation, _ context: Context, _ trace: inout Trace
  ) throws -> Response {
    switch operation {
    case .guest(let operation):
      return try services.documents.respond(to: operation, context) { [services, database] in
        try services.accounts.member(context.request, on: database)
      }
    case .member(let operation):
      let member = try member(context, &trace)
      return try services.documents.respond(to: operation, as: member, context)
    }
  }

  /// Nil for what is no address of albums.
  private func respondOfAlbums(
    at path: PathSegments, _ context: Context, _ trace: inout Trace
  ) throws -> Response? {
    let (albums, request) = (services.albums, context.request)
    if let operation = try operation(at: path, as: SharedAlbumPagesRoute.self, of: request, &trace)
    {
      return try albums.respond(to: operation, in: services.console, context)
    }
    if let operation = try operation(at: path, as: AlbumPagesRoute.self, of: request, &trace) {
      return try albums.respond(to: operation, in: services.console, context)
    }
    if let operation = try operation(at: path, as: SharedAlbumsRoute.self, of: request, &trace) {
      switch operation {
      case .guest(let operation): return try albums.respond(to: operation, context)
      case .account(let operation):
        return try albums.respond(to: operation, as: identity(context, &trace), context)
      }
    }
    if let operation = try operation(at: path, as: AlbumsRoute.self, of: request, &trace) {
      switch operation {
      case .account(let operation):
        return try albums.respond(to: operation, as: identity(context, &trace), context)
      }
    }
    if let operation = try operation(at: path, as: AlbumPhotosRoute.self, of: request, &trace) {
      switch operation {
      case .account(let operation):
        return try albums.respond(to: operation, as: identity(context, &trace), context)
      }
    }
    if let operation = try operation(at: path, as: AlbumLinksRoute.self, of: request, &trace) {
      switch operation {
      case .account(let operation):
        return try albums.respond(to: operation, as: identity(context, &trace), context)
      }
    }
    return nil
  }

  private func respond(to operation: OperationRoute.Operation, _ request: Request) throws
    -> Response
  {
    switch operation {
    case .health:
      return .json { json in json.object { $0.text("status", "ok") } }
    case .readiness:
      guard try services.migrator.state(on: database) == .current else {
        throw Problem.unavailable(retryAfter: 5)
      }
      return .json { json in json.object { $0.text("status", "ready") } }
    case .metrics:
      // nginx asks only for this machine; whoever else gets here learns of nothing.
      guard request.remoteAddress.hasPrefix("127.") || request.remoteAddress == "::1" else {
        throw Problem.notFound
      }
      return Response(
        .ok, headers: [Header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
        body: .bytes(services.metrics.text(try? Outbox.figures(on: database))))
    }
  }

  // MARK: Refusals

  private func refusal(
    for error: any Error, to request: Request, _ trace: inout Trace
  ) -> Response {
    if let refusal = doorRefusal(in: error) {
      trace.link = refusal.link
      services.tally.refused(refusal, to: request)
    }
    let problem = problem(for: error)
    if problem.status.code >= 500 { trace.cause = String(describing: error) }
    if request.headers.prefersHTML {
      if let path = PathSegments(request.path), services.console.holds(path) {
        let context = Context(request: request, database: database, reader: reader)
        return services.console.page(for: error, problem, context)
      }
      return GuestFrame(site: services.configuration.site, for: request).page(for: problem)
    }
    return Response(
      problem.status,
      headers: [Header("Content-Type", "application/problem+json")] + problem.headers,
      body: .bytes(problem.json(requestID: request.id)))
  }

  /// What a door really said, also where the caller is told less.
  private func doorRefusal(in error: any Error) -> DoorRefusal? {
    error as? DoorRefusal ?? (error as? VeiledRefusal)?.refusal
  }

  /// The one table of errors that don't know their answer themselves.
  private func problem(for error: any Error) -> Problem {
    switch error {
    case let known as any ProblemConvertible: known.problem
    case let error as DatabaseError:
      switch error.kind {
      case .unavailable, .outcomeUnknown, .deadlock, .timeout: .unavailable()
      case .full: .storageFull
      default: .internalError
      }
    default: .internalError
    }
  }
}

extension Response {
  /// What every answer carries: nobody keeps it, indexes it, or is told where it was linked from.
  fileprivate func withCommonHeaders(requestID: String) -> Response {
    var response = self
    response.headers.reserveCapacity(headers.count + 5)
    if !headers.contains(where: { $0.name == "Cache-Control" }) {
      response.set("Cache-Control", "private, no-store")
    }
    response.headers += Self.commonHeaders
    response.set("X-Request-Id", requestID)
    return response
  }

  private static let commonHeaders = [
    Header("Referrer-Policy", "no-referrer"),
    Header("X-Robots-Tag", "noindex, nofollow"),
    Header("X-Content-Type-Options", "nosniff"),
  ]
}
