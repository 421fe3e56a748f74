import HTTP
import Primitives

/// The addresses of members' pages of jobs and their links. All of them speak HTML, and are no part
/// of the API. A link is named by its id: its token stands in no address but its own.
package enum JobPagesRoute: Route {
  case jobs
  /// Those for whom a workspace posts.
  case clients
  case new
  /// Where a script has a connection ID looked up.
  case connection
  case job(UUID)
  case edit(UUID)
  case step(UUID, Step)
  case restore(UUID)
  case tasks(UUID)
  /// Of the tasks that were ticked.
  case taskStatus(UUID)
  case export(UUID)
  /// What a guest would see, whether there is a link or not.
  case preview(UUID)
  /// What a guest would download.
  case previewExport(UUID)
  case links(UUID)
  case link(UUID, UUID, LinkStep)

  /// What is asked about on a page of its own before it is done, at one address.
  package enum Step: String, CaseIterable, Sendable {
    case cancel, restart, delete
  }

  package enum LinkStep: String, CaseIterable, Sendable {
    case revoke, expiry, rotate, preview
  }

  package enum Operation: Sendable {
    /// A page, or a file, for a member who is signed in.
    case page(PageOperation)
    /// What a form of such a page does.
    case act(Act)
  }

  package enum PageOperation: Sendable {
    case list
    case clients
    case new
    case job(UUID)
    case edit(UUID)
    case confirm(UUID, Step)
    case export(UUID)
    case preview(UUID)
    case exportPreview(UUID)
    case previewLink(UUID, UUID)
    case confirmRevocation(UUID, UUID)
    case askRotation(UUID, UUID)
    /// Where a form of the job's page is shown again that had something wrong: loaded anew, it is that
    /// page.
    case back(to: UUID)
  }

  package enum Act: Sendable {
    case create
    case checkConnection
    case edit(UUID)
    case take(UUID, Step)
    case restore(UUID)
    case addTasks(UUID)
    case setTaskStatus(UUID)
    case generateLink(UUID)
    case revokeLink(UUID, UUID)
    case setExpiry(UUID, UUID)
    case rotateLink(UUID, UUID)
  }

  package init?(_ path: PathSegments) {
    var path = path
    guard path.take("console") else { return nil }
    if path.isAtEnd {
      self = .jobs
      return
    }
    if path.take("clients") {
      guard path.isAtEnd else { return nil }
      self = .clients
      return
    }
    guard path.take("jobs"), let route = Self.job(&path) else { return nil }
    self = route
  }

  private static func job(_ path: inout PathSegments) -> JobPagesRoute? {
    if path.take("new") {
      return path.isAtEnd ? .new : path.last() == "connection" ? .connection : nil
    }
    guard let id = path.next().flatMap({ UUID($0) }) else { return nil }
    if path.isAtEnd { return .job(id) }
    if path.take("link") { return link(of: id, &path) }
    if path.take("tasks") {
      return path.isAtEnd ? .tasks(id) : path.last() == "status" ? .taskStatus(id) : nil
    }
    if path.take("preview") {
      return path.isAtEnd ? .preview(id) : path.last() == "export" ? .previewExport(id) : nil
    }
    guard let word = path.last() else { return nil }
    switch word {
    case "edit": return .edit(id)
    case "restore": return .restore(id)
    case "export": return .export(id)
    default: return Step(rawValue: word).map { .step(id, $0) }
    }
  }

  private static func link(of id: UUID, _ path: inout PathSegments) -> JobPagesRoute? {
    if path.isAtEnd { return .links(id) }
    guard let link = path.next().flatMap({ UUID($0) }),
      let step = path.last().flatMap(LinkStep.init(rawValue:))
    else { return nil }
    return .link(id, link, step)
  }

  package var path: String {
    switch self {
    case .jobs: "/console"
    case .clients: "/console/clients"
    case .new: "/console/jobs/new"
    case .connection: "/console/jobs/new/connection"
    case .job(let id): "/console/jobs/\(id)"
    case .edit(let id): "/console/jobs/\(id)/edit"
    case .step(let id, let step): "/console/jobs/\(id)/\(step.rawValue)"
    case .restore(let id): "/console/jobs/\(id)/restore"
    case .tasks(let id): "/console/jobs/\(id)/tasks"
    case .taskStatus(let id): "/console/jobs/\(id)/tasks/status"
    case .export(let id): "/console/jobs/\(id)/export"
    case .preview(let id): "/console/jobs/\(id)/preview"
    case .previewExport(let id): "/console/jobs/\(id)/preview/export"
    case .links(let id): "/console/jobs/\(id)/link"
    case .link(let id, let link, let step): "/console/jobs/\(id)/link/\(link)/\(step.rawValue)"
    }
  }

  package func operation(for method: HTTP.Method) -> Operation? {
    switch method {
    case .get: page.map { .page($0) }
    case .post: act.map { .act($0) }
    default: nil
    }
  }

  private var page: PageOperation? {
    switch self {
    case .jobs: .list
    case .clients: .clients
    case .new: .new
    case .job(let id): .job(id)
    case .edit(let id): .edit(id)
    case .step(let id, let step): .confirm(id, step)
    case .export(let id): .export(id)
    case .preview(let id): .preview(id)
    case .previewExport(let id): .exportPreview(id)
    case .link(let id, let link, .preview): .previewLink(id, link)
    case .link(let id, let link, .revoke): .confirmRevocation(id, link)
    case .link(let id, let link, .rotate): .askRotation(id, link)
    case .restore(let id), .tasks(let id), .taskStatus(let id), .links(let id),
      .link(let id, _, .expiry):
      .back(to: id)
    case .connection: nil
    }
  }

  private var act: Act? {
    switch self {
    case .new: .create
    case .connection: .checkConnection
    case .edit(let id): .edit(id)
    case .step(let id, let step): .take(id, step)
    case .restore(let id): .restore(id)
    case .tasks(let id): .addTasks(id)
    case .taskStatus(let id): .setTaskStatus(id)
    case .links(let id): .generateLink(id)
    case .link(let id, let link, .revoke): .revokeLink(id, link)
    case .link(let id, let link, .expiry): .setExpiry(id, link)
    case .link(let id, let link, .rotate): .rotateLink(id, link)
    case .jobs, .clients, .job, .export, .preview, .previewExport, .link(_, _, .preview): nil
    }
  }
}

extension JobPagesRoute.Operation: NamedOperation {
  /// As the log and the metrics name it.
  package var name: StaticString {
    switch self {
    case .page(.list): "job_pages.list"
    case .page(.clients): "job_pages.clients"
    case .page(.new): "job_pages.new"
    case .page(.job): "job_pages.job"
    case .page(.edit): "job_pages.show_edit"
    case .page(.confirm(_, .cancel)): "job_pages.confirm_cancel"
    case .page(.confirm(_, .restart)): "job_pages.confirm_restart"
    case .page(.confirm(_, .delete)): "job_pages.confirm_delete"
    case .page(.export): "job_pages.export"
    case .page(.preview): "job_pages.preview"
    case .page(.exportPreview): "job_pages.export_preview"
    case .page(.previewLink): "job_pages.preview_link"
    case .page(.confirmRevocation): "job_pages.confirm_revocation"
    case .page(.askRotation): "job_pages.ask_rotation"
    case .page(.back): "job_pages.back"
    case .act(.create): "job_pages.create"
    case .act(.checkConnection): "job_pages.check_connection"
    case .act(.edit): "job_pages.edit"
    case .act(.take(_, .cancel)): "job_pages.cancel"
    case .act(.take(_, .restart)): "job_pages.restart"
    case .act(.take(_, .delete)): "job_pages.delete"
    case .act(.restore): "job_pages.restore"
    case .act(.addTasks): "job_pages.add_tasks"
    case .act(.setTaskStatus): "job_pages.set_task_status"
    case .act(.generateLink): "job_pages.generate_link"
    case .act(.revokeLink): "job_pages.revoke_link"
    case .act(.setExpiry): "job_pages.set_expiry"
    case .act(.rotateLink): "job_pages.rotate_link"
    }
  }
}
