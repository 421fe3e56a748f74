import HTML
import HTTP
import Primitives

/// A form that was sent when its sender had to say the password first: kept in the password's own form,
/// and shown again, as it was typed, once they have said it. Nothing is done with it by itself.
struct HeldForm {
  /// What it was sent to.
  let route: SharedDocumentPagesRoute
  let form: Form

  /// Of the names that its fields have in the password's form.
  static let prefix = "held:"
  private static let place = "held-at"

  /// - Parameter form: without its proof.
  init(_ form: Form, sentTo route: SharedDocumentPagesRoute) {
    self.route = route
    self.form = form
  }

  /// Taken out of the password's form; nil where none is in it, or it says that it was sent elsewhere
  /// than to this link's pages.
  init?(takenFrom form: inout Form, at token: String) {
    var held = Form()
    for (name, value) in form.fields where name.hasPrefix(Self.prefix) {
      held.append(String(name.dropFirst(Self.prefix.count)), value)
      _ = form.take(name)
    }
    guard let path = form.take(Self.place).flatMap({ PathSegments($0) }),
      let route = SharedDocumentPagesRoute(path), route.token == token
    else { return nil }
    self.init(held, sentTo: route)
  }

  func write(to page: inout PageWriter) {
    page.hidden(Self.place, route.path)
    for (name, value) in form.fields { page.hidden(Self.prefix + name, value) }
  }
}
