import Accounts
import Clients
import Console
import HTTP
import MariaDB
import Primitives

// A client's pages of the jobs that are posted for it: which of them answers to what. All of them are
// conditional, for scripts that ask whether anything has changed; browsers keep none.

extension Jobs {
  /// Asks the console who is there before anything else.
  package func respond(
    to operation: ClientJobPagesRoute.Operation, in console: Console, for clients: Clients,
    _ context: Context
  ) throws -> Response {
    let visit = try console.clientVisit(context)
    return switch operation {
    case .page(.dashboard): try showDashboard(visit, clients)
    case .page(.job(let id)): try showClientJob(id, visit)
    case .page(.export(let id)):
      try exportForClient(id, visit) { try console.clientVisit(context).client }
    }
  }

  /// `GET /console/client`.
  private func showDashboard(_ visit: ClientVisit, _ clients: Clients) throws -> Response {
    let database = visit.context.database
    // Read before what it speaks of: a change between the two is on the page, and renews it again.
    guard let changes = try Clients.changes(of: visit.client, on: database) else {
      throw AccountsError.unauthorized
    }
    let tag = ClientDashboard.tag(of: changes, visit)
    return try visit.unlessUnchanged(tag) {
      let client = try clients.client(of: visit.client, on: database)
      return try ClientDashboard(client, changes, visit).response(tag)
    }
  }

  /// `GET /console/client/jobs/{id}`.
  private func showClientJob(_ id: UUID, _ visit: ClientVisit) throws -> Response {
    let found = try clientJob(id, of: visit.client, on: visit.context.database)
    let tag = ClientJobPage.tag(of: found.job, visit)
    return try visit.unlessUnchanged(tag) {
      try ClientJobPage(found, visit, lanes: lanes).response(tag)
    }
  }

  /// `GET …/export`: as a guest gets it.
  ///
  /// - Parameter again: asks who is there once more.
  private func exportForClient(
    _ id: UUID, _ visit: ClientVisit, again: @escaping () throws -> ClientAccount
  ) throws -> Response {
    let database = visit.context.database
    let found = try clientJob(id, of: visit.client, on: database)
    var response = try export(found.job, for: .guest, visit.context) {
      try clientJob(id, of: try again(), on: database).job
    }
    response.trace.account = visit.client.account
    return response
  }
}

extension ClientVisit {
  /// The page with its tag, or 304 for who has seen it as it is. It is never kept: its forms hold for
  /// this session alone.
  fileprivate func unlessUnchanged(
    _ tag: EntityTag, _ page: () throws -> Response
  ) rethrows -> Response {
    let isSeen = context.request.headers.alreadyHas(tag)
    var response = isSeen ? Response(.notModified) : try page()
    response.set("ETag", tag.text)
    response.trace.account = session.account.id
    return response
  }
}
