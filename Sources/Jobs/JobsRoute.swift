import HTTP
import Primitives

/// The addresses of jobs, their tasks and their share links (seed 0), and of what a client sees of its
/// own (seed 1).
package enum JobsRoute: Route {
  case jobs
  case job(UUID)
  case cancel(UUID)
  case restart(UUID)
  case restore(UUID)
  case tasks(UUID)
  case task(UUID, id: UUID)
  case export(UUID)
  case shareLinks(UUID)
  case shareLink(UUID, token: String)
  case shareLinkRotation(UUID, token: String)
  case shareLinkOpens(UUID, token: String)
  case shareLinkEvents(UUID, token: String)
  case sharedJob(token: String)
  case sharedTasks(token: String)
  case sharedExport(token: String)
  case sharedPage(token: String)
  case clientJobs
  case clientJob(UUID)
  case clientTasks(UUID)
  case clientStats

  package enum Operation: Sendable {
    /// Needs a member whose session is alive.
    case member(MemberOperation)
    /// Needs a client's account.
    case client(ClientOperation)
    /// Needs a link that is open.
    case guest(GuestOperation)
  }

  package enum MemberOperation: Sendable {
    case create
    case list
    case read(UUID)
    case change(UUID)
    case delete(UUID)
    case restore(UUID)
    case cancel(UUID)
    case restart(UUID)
    case addTasks(UUID)
    case listTasks(UUID)
    case changeTask(UUID, task: UUID)
    case export(UUID)
    case createShareLink(UUID)
    case showShareLink(UUID)
    case changeShareLink(UUID, token: String)
    case rotateShareLink(UUID, token: String)
    case revokeShareLink(UUID, token: String)
    case listOpens(UUID, token: String)
    case listEvents(UUID, token: String)
  }

  package enum ClientOperation: Sendable {
    case list
    case read(UUID)
    case listTasks(UUID)
    case stats
  }

  package enum GuestOperation: Sendable {
    case read(token: String)
    case listTasks(token: String)
    case export(token: String)
    case page(token: String)
  }

  package init?(_ path: PathSegments) {
    var path = path
    if path.take("v1") {
      guard let route = Self.versioned(&path) else { return nil }
      self = route
    } else {
      guard path.take("shared"), path.take("jobs"), let token = path.last() else { return nil }
      self = .sharedPage(token: token)
    }
  }

  private static func versioned(_ path: inout PathSegments) -> JobsRoute? {
    if path.take("shared") { return shared(&path) }
    if path.take("client") { return client(&path) }
    guard path.take("jobs") else { return nil }
    guard !path.isAtEnd else { return .jobs }
    guard let id = path.next().flatMap({ UUID($0) }) else { return nil }
    if path.isAtEnd { return .job(id) }
    if path.take("share-links") { return shareLinks(of: id, &path) }
    if path.take("tasks") {
      if path.isAtEnd { return .tasks(id) }
      return path.last().flatMap { UUID($0) }.map { .task(id, id: $0) }
    }
    switch path.last() {
    case "export": return .export(id)
    case "cancel": return .cancel(id)
    case "restart": return .restart(id)
    case "restore": return .restore(id)
    default: return nil
    }
  }

  private static func shareLinks(of id: UUID, _ path: inout PathSegments) -> JobsRoute? {
    guard let token = path.next() else { return .shareLinks(id) }
    if path.isAtEnd { return .shareLink(id, token: token) }
    switch path.last() {
    case "rotate": return .shareLinkRotation(id, token: token)
    case "opens": return .shareLinkOpens(id, token: token)
    case "events": return .shareLinkEvents(id, token: token)
    default: return nil
    }
  }

  private static func client(_ path: inout PathSegments) -> JobsRoute? {
    if path.take("stats") { return path.isAtEnd ? .clientStats : nil }
    guard path.take("jobs") else { return nil }
    guard !path.isAtEnd else { return .clientJobs }
    guard let id = path.next().flatMap({ UUID($0) }) else { return nil }
    if path.isAtEnd { return .clientJob(id) }
    return path.last() == "tasks" ? .clientTasks(id) : nil
  }

  private static func shared(_ path: inout PathSegments) -> JobsRoute? {
    guard path.take("jobs"), let token = path.next() else { return nil }
    if path.isAtEnd { return .sharedJob(token: token) }
    switch path.last() {
    case "tasks": return .sharedTasks(token: token)
    case "export": return .sharedExport(token: token)
    default: return nil
    }
  }

  package var path: String {
    switch self {
    case .jobs: "/v1/jobs"
    case .job(let id): "/v1/jobs/\(id)"
    case .cancel(let id): "/v1/jobs/\(id)/cancel"
    case .restart(let id): "/v1/jobs/\(id)/restart"
    case .restore(let id): "/v1/jobs/\(id)/restore"
    case .tasks(let id): "/v1/jobs/\(id)/tasks"
    case .task(let id, let task): "/v1/jobs/\(id)/tasks/\(task)"
    case .export(let id): "/v1/jobs/\(id)/export"
    case .shareLinks(let id): "/v1/jobs/\(id)/share-links"
    case .shareLink(let id, let token):
      "/v1/jobs/\(id)/share-links/\(PercentEncoding.encode(token))"
    case .shareLinkRotation(let id, let token):
      "/v1/jobs/\(id)/share-links/\(PercentEncoding.encode(token))/rotate"
    case .shareLinkOpens(let id, let token):
      "/v1/jobs/\(id)/share-links/\(PercentEncoding.encode(token))/opens"
    case .shareLinkEvents(let id, let token):
      "/v1/jobs/\(id)/share-links/\(PercentEncoding.encode(token))/events"
    case .sharedJob(let token): "/v1/shared/jobs/\(PercentEncoding.encode(token))"
    case .sharedTasks(let token): "/v1/shared/jobs/\(PercentEncoding.encode(token))/tasks"
    case .sharedExport(let token): "/v1/shared/jobs/\(PercentEncoding.encode(token))/export"
    case .sharedPage(let token): "/shared/jobs/\(PercentEncoding.encode(token))"
    case .clientJobs: "/v1/client/jobs"
    case .clientJob(let id): "/v1/client/jobs/\(id)"
    case .clientTasks(let id): "/v1/client/jobs/\(id)/tasks"
    case .clientStats: "/v1/client/stats"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch (self, method) {
    case (.jobs, .post): .member(.create)
    case (.jobs, .get): .member(.list)
    case (.job(let id), .get): .member(.read(id))
    case (.job(let id), .patch): .member(.change(id))
    case (.job(let id), .delete): .member(.delete(id))
    case (.cancel(let id), .post): .member(.cancel(id))
    case (.restart(let id), .post): .member(.restart(id))
    case (.restore(let id), .post): .member(.restore(id))
    case (.task(let id, let task), .patch): .member(.changeTask(id, task: task))
    case (.tasks(let id), .post): .member(.addTasks(id))
    case (.tasks(let id), .get): .member(.listTasks(id))
    case (.export(let id), .get): .member(.export(id))
    case (.shareLinks(let id), .post): .member(.createShareLink(id))
    case (.shareLinks(let id), .get): .member(.showShareLink(id))
    case (.shareLink(let id, let token), .patch): .member(.changeShareLink(id, token: token))
    case (.shareLink(let id, let token), .delete): .member(.revokeShareLink(id, token: token))
    case (.shareLinkRotation(let id, let token), .post):
      .member(.rotateShareLink(id, token: token))
    case (.shareLinkOpens(let id, let token), .get): .member(.listOpens(id, token: token))
    case (.shareLinkEvents(let id, let token), .get): .member(.listEvents(id, token: token))
    case (.sharedJob(let token), .get): .guest(.read(token: token))
    case (.sharedTasks(let token), .get): .guest(.listTasks(token: token))
    case (.sharedExport(let token), .get): .guest(.export(token: token))
    case (.sharedPage(let token), .get): .guest(.page(token: token))
    case (.clientJobs, .get): .client(.list)
    case (.clientJob(let id), .get): .client(.read(id))
    case (.clientTasks(let id), .get): .client(.listTasks(id))
    case (.clientStats, .get): .client(.stats)
    default: nil
    }
  }
}

extension JobsRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .member(.create): "jobs.create"
    case .member(.list): "jobs.list"
    case .member(.read): "jobs.read"
    case .member(.change): "jobs.change"
    case .member(.delete): "jobs.delete"
    case .member(.restore): "jobs.restore"
    case .member(.cancel): "jobs.cancel"
    case .member(.restart): "jobs.restart"
    case .member(.changeTask): "jobs.change_task"
    case .member(.addTasks): "jobs.add_tasks"
    case .member(.listTasks): "jobs.list_tasks"
    case .member(.export): "jobs.export"
    case .member(.createShareLink): "jobs.create_share_link"
    case .member(.showShareLink): "jobs.show_share_link"
    case .member(.changeShareLink): "jobs.change_share_link"
    case .member(.rotateShareLink): "jobs.rotate_share_link"
    case .member(.revokeShareLink): "jobs.revoke_share_link"
    case .member(.listOpens): "jobs.list_opens"
    case .member(.listEvents): "jobs.list_events"
    case .guest(.read): "shared_jobs.read"
    case .guest(.listTasks): "shared_jobs.list_tasks"
    case .guest(.export): "shared_jobs.export"
    case .guest(.page): "shared_jobs.page"
    case .client(.list): "client_jobs.list"
    case .client(.read): "client_jobs.read"
    case .client(.listTasks): "client_jobs.list_tasks"
    case .client(.stats): "client_jobs.stats"
    }
  }
}
