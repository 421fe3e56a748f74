import Console
import HTTP
import Primitives

// What clients do on their pages.

extension Clients {
  /// `POST /console/client/settings`.
  func changeProfile(_ submission: ClientSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("profile") {
      let form = try submission.form.read { ProfileForm(page: &$0) }
      _ = try change(
        form, of: visit.client, from: visit.context.request, on: visit.context.database)
      return visit.redirect(to: ClientPagesRoute.settings.address, saying: .profileSaved)
    } orElse: { state in
      try SettingsPage(visit, self).response(state)
    }
  }

  /// `POST /console/client/close`.
  func close(_ submission: ClientSubmission) throws -> Response {
    let visit = submission.visit
    return try submission.answer("close") {
      let password = try submission.form.read { $0.verbatimText("password") }
      try close(
        visit.client, password: password, from: visit.context.request,
        on: visit.context.database)
      return visit.leave(saying: .accountClosed)
    } orElse: { state in
      try ClosingPage(visit, self).response(state)
    }
  }

  /// `GET /console/client/workspaces/{id}/block`: what will happen, and what not. Throws 404
  /// `workspace_not_found`.
  func confirmBlocking(of id: UUID, _ visit: ClientVisit) throws -> Response {
    let store = ConsentStore(database: visit.context.database)
    guard let name = try store.name(of: id, knownTo: visit.client.client) else {
      throw ClientsError.workspaceNotFound
    }
    let words = visit.phrases.clientPage
    let route = ClientPagesRoute.workspace(id, .block)
    let origin = try ClientPagesRoute.origin(of: visit.context.request)
    return visit.confirmation(
      Confirmation(
        title: words.blockTitle(name), text: words.blockText, action: words.block,
        path: origin.map(route.address) ?? route.address,
        back: origin ?? ClientPagesRoute.workspaces.address),
      section: ClientPagesRoute.workspaces.address)
  }

  /// `POST /console/client/workspaces/{id}/approve` and `…/block`, from any of the client's pages. Throws
  /// 404 `workspace_not_found`.
  func decide(
    _ form: ConsentForm, on workspace: UUID, _ submission: ClientSubmission
  ) throws -> Response {
    let visit = submission.visit
    try submission.form.read { _ in }
    _ = try decide(
      form, on: workspace, by: visit.client, from: visit.context.request,
      on: visit.context.database)
    let origin = try ClientPagesRoute.origin(of: visit.context.request)
    return visit.redirect(
      to: origin ?? ClientPagesRoute.workspaces.address,
      saying: form.isApproved ? .workspaceApproved : .workspaceBlocked)
  }
}

extension ClientPagesRoute {
  /// Where a button stood that leads back: on any page of a client's.
  static func origin(of request: Request) throws -> LocalPath? {
    try request.origin { path in
      var path = path
      return path.take("console") && path.take("client")
    }
  }
}
